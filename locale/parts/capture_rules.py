"""Spanish of the filter's rules: their pages, what they may ask, and an inquiry beside a lead."""

TRANSLATIONS = {
    # what rules do, and why something is held back
    "A rule of yours holds it back": "La retiene una regla vuestra",
    "A rule of yours calls it invalid": "Una regla vuestra la da por inválida",
    "Hold it back for somebody to judge": "Retenerla para que alguien la revise",
    "Set it aside as invalid": "Apartarla por inválida",
    "Let it through": "Dejarla pasar",
    "Tag its lead and go on": "Etiquetar su lead y seguir",
    "Tag “%(tag)s”": "Etiqueta «%(tag)s»",
    # fields
    "Who writes": "Quién escribe",
    "How it came": "Cómo llegó",
    "Quality of the address and the number": "Calidad de la dirección y del número",
    "Your own fields": "Campos propios",
    "Domain of the e-mail": "Dominio del correo",
    "Lead with this e-mail": "Lead con este correo",
    "none yet": "ninguno aún",
    "an open one": "uno abierto",
    "a closed one": "uno cerrado",
    "Whole words of all texts": "Palabras enteras de todos los textos",
    "Words of spam": "Palabras de spam",
    "Link in the name": "Enlace en el nombre",
    "Seconds to fill in our page": "Segundos en rellenar nuestra página",
    "Noticed on arrival": "Advertido al llegar",
    "Values of the wrong kind": "Valores de otro tipo",
    "Well-formed e-mail address": "Correo bien escrito",
    "Mailbox of a task (info@, sales@)": "Buzón de función (info@, ventas@)",
    "Free mail": "Correo gratuito",
    "Incoming webhook": "Webhook entrante",
    "Phone number that can exist": "Teléfono que puede existir",
    "Country of the phone number": "País del teléfono",
    # pages
    "Filter of inquiries": "Filtro de consultas",
    "What is held back, let through or tagged before it becomes a lead": (
        "Qué se retiene, se deja pasar o se etiqueta antes de ser un lead"
    ),
    "Each inquiry is held against these rules from the top. The first that decides does; a tag is given on the way.": (
        "Cada consulta pasa por estas reglas desde arriba. La primera que decide, decide; una etiqueta se pone de paso."
    ),
    (
        "how often each would act on the last inquiry",
        "how often each would act on the last %(of)s inquiries",
    ): (
        "cuántas veces actuaría cada una en la última consulta",
        "cuántas veces actuaría cada una en las últimas %(of)s consultas",
    ),
    "%(n)s of %(of)s": "%(n)s de %(of)s",
    "What no rule holds back becomes a lead, or news on one.": (
        "Lo que ninguna regla retiene pasa a ser un lead, o una novedad en uno."
    ),
    "Always asked": "Siempre activa",
    "Set “%(name)s” aside": "Apartar «%(name)s»",
    "Ask “%(name)s” again": "Recuperar «%(name)s»",
    "New rule": "Regla nueva",
    ("rule", "Then"): "Entonces",
    "Shown to whoever judges what it holds back.": "Lo ve quien revisa lo que la regla retiene.",
    "For what is held back.": "Para lo que se retiene.",
    "For what is tagged.": "Para lo que se etiqueta.",
    "“%(name)s” removed.": "«%(name)s» quitada.",
    "What it would have done": "Qué habría hecho",
    "Complete the conditions to see which inquiries they meet.": (
        "Completa las condiciones para ver qué consultas cumplen."
    ),
    "No inquiry has arrived yet.": "Aún no ha llegado ninguna consulta.",
    ("of the last inquiry", "of the last %(of)s inquiries"): (
        "de la última consulta",
        "de las últimas %(of)s consultas",
    ),
    "It would have let them through.": "Las habría dejado pasar.",
    "It would have tagged them.": "Las habría etiquetado.",
    "It would have set them aside as invalid.": "Las habría apartado por inválidas.",
    "It would have held them back.": "Las habría retenido.",
    ("Of %(n)s more an earlier rule decides.", "Of %(n)s more an earlier rule decides."): (
        "De %(n)s más decide una regla anterior.",
        "De %(n)s más decide una regla anterior.",
    ),
    ("%(n)s of all it meets is part of a lead", "%(n)s of all it meets are part of leads"): (
        "%(n)s de todas las que cumplen forma parte de un lead",
        "%(n)s de todas las que cumplen forman parte de leads",
    ),
    ("%(n)s since somebody judged it good", "%(n)s since somebody judged them good"): (
        "%(n)s porque alguien la dio por buena",
        "%(n)s porque alguien las dio por buenas",
    ),
    "None of all it meets is part of a lead.": "Ninguna de las que cumplen forma parte de un lead.",
    # refusals
    "Add a condition: without one the rule would hold for every inquiry.": (
        "Añade una condición: sin ninguna, la regla valdría para todas las consultas."
    ),
    "This can never hold: “%(first)s” and “%(second)s” exclude each other.": (
        "Esto no puede cumplirse nunca: «%(first)s» y «%(second)s» se excluyen."
    ),
    "The rule “%(name)s” has the same condition and decides already.": (
        "La regla «%(name)s» tiene la misma condición y ya decide."
    ),
    "Without this rule the filter would let through what can be no lead.": (
        "Sin esta regla el filtro dejaría pasar lo que no puede ser un lead."
    ),
    "The filter may have at most %(most)d rules.": "El filtro puede tener como mucho %(most)d reglas.",
    "Somebody removed this rule meanwhile.": "Alguien ha quitado esta regla entretanto.",
    "There is no such action.": "Esa acción no existe.",
    "Name the tag.": "Escribe la etiqueta.",
    # inbox
    "Not an address": "No es una dirección",
    "Throw-away address": "De usar y tirar",
    "Mailbox of a task": "Buzón de función",
    "No number that can exist": "No es un número que exista",
    "See the rule": "Ver la regla",
    "May be the same as": "Puede ser quien ya está como",
    "Is it the same?": "¿Es quien ya conocemos?",
    "%(score)s of 100": "%(score)s de 100",
    "No lead is like this inquiry.": "Ningún lead se parece a esta consulta.",
    "Back to the inbox": "Volver a la bandeja",
    "The inquiry and the lead, fact by fact": "La consulta y el lead, dato a dato",
    "Accept: adds to this lead": "Aceptar: se suma a este lead",
    "The same: accept and merge": "Es quien ya está: aceptar y unir",
    "Another one: accept": "Es otra persona: aceptar",
    "Others it may be": "Otros que puede ser",
    "Accepted. Now choose what stays.": "Aceptada. Elige ahora qué se queda.",
    # log
    "Rule of the filter changed": "Regla del filtro cambiada",
    "Rule of the filter created": "Regla del filtro creada",
    "Rules of the filter put in order": "Reglas del filtro ordenadas",
    "Rule of the filter removed": "Regla del filtro quitada",
    "Rule of the filter brought back": "Regla del filtro recuperada",
    "Rule of the filter set aside": "Regla del filtro apartada",
    "Rule of the filter asked again": "Regla del filtro activa otra vez",
}
