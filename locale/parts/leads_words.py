"""Spanish of the lead's own vocabularies: its fields, stages, kinds of activity."""

TRANSLATIONS = {
    # the lead's vocabularies (leads.choices, leads.fields)
    "A new inquiry came": "Llegó otra consulta",
    "A test": "Una prueba",
    ("noun", "Call"): "Llamada",
    ("verb", "Call"): "Llamar",
    ("verb", "Write"): "Escribir",
}
