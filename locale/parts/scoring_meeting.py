"""Spanish for the definition meeting."""

TRANSLATIONS = {
    "%(category)s, agreed with Sales": "%(category)s, acordado con Ventas",
    ("%(n)d criterion changed", "%(n)d criteria changed"): (
        "%(n)d criterio cambiado",
        "%(n)d criterios cambiados",
    ),
    ("%(n)d criterion is on the ballot.", "%(n)d criteria are on the ballot."): (
        "%(n)d criterio está en la papeleta.",
        "%(n)d criterios están en la papeleta.",
    ),
    ("%(n)d left out, for want of room or its field", "%(n)d left out, for want of room or a field"): (
        "%(n)d fuera, por falta de sitio o de su campo",
        "%(n)d fuera, por falta de sitio o de un campo",
    ),
    ("%(n)d new", "%(n)d new ones"): ("%(n)d nuevo", "%(n)d nuevos"),
    ("%(n)d taken out", "%(n)d taken out"): ("%(n)d retirado", "%(n)d retirados"),
    "A meeting asks for your opinion": "Una reunión pide tu opinión",
    "Add the question": "Añadir la pregunta",
    "Agreed as version %(n)s": "Acordado como versión %(n)s",
    "All values given": "Ha dado todos los valores",
    "Apart": "Distancia",
    "Begin a definition meeting": "Empezar una reunión de definición",
    "Begin a meeting": "Empezar una reunión",
    "Begun": "Empezada",
    "Category": "Categoría",
    "Copied": "Copiado",
    "Copy": "Copiar",
    "The draft": "El borrador",
    "Choose a value from −3 to +3; a comment has at most 300 characters.": (
        "Elige un valor de −3 a +3; un comentario tiene como mucho 300 caracteres."
    ),
    "Close the vote": "Cerrar la votación",
    "Close the vote first.": "Cierra antes la votación.",
    "Count and invite": "Contar e invitar",
    "Definition meetings": "Reuniones de definición",
    "Definition of a qualified lead, %(month)s": "Definición de lead cualificado, %(month)s",
    "E-mail behavior": "Comportamiento con el correo",
    "Each gets a notice with the link, and votes alone or together with the others.": (
        "Cada persona recibe un aviso con el enlace y vota a solas o junto con las demás."
    ),
    "Every criterion that could be asked is counted: how often it holds, and what became of those leads. Then each person gives it a value from −3 to +3.": (
        "Se cuenta todo criterio que se podría definir: cuántas veces se cumple y qué fue de esos leads. "
        "Después cada persona le da un valor de −3 a +3."
    ),
    "Events and conversations": "Eventos y conversaciones",
    "Everything that could be defined, over %(n)s leads and %(known)s known outcomes. Tick what Sales is asked.": (
        "Todo lo que se podría definir, sobre %(n)s leads y %(known)s resultados conocidos. "
        "Marca lo que se pregunta a Ventas."
    ),
    "For example: when does the rental contract end?": "Por ejemplo: ¿cuándo vence el contrato de alquiler?",
    ("%(n)d person reminded.", "%(n)d people reminded."): (
        "Se ha avisado a %(n)d persona.",
        "Se ha avisado a %(n)d personas.",
    ),
    "Everybody of Sales is invited already.": "Ya está invitado todo Ventas.",
    "Everybody was told today already.": "Hoy ya se ha avisado a todos.",
    "Invite": "Invitar",
    "Invite more": "Invitar a más",
    "Invite more people": "Invitar a más personas",
    "Remind": "Recordar",
    "Give my values": "Dar mis valores",
    "Give your own value first.": "Da antes tu propio valor.",
    "Gray: fewer than 10 outcomes known.": "En gris: menos de 10 resultados conocidos.",
    "Gray: fewer than 10.": "En gris: menos de 10.",
    "Has not signed": "Sin firmar",
    "Has not voted yet": "Aún no ha votado",
    "I want to know it too": "Yo también lo quiero saber",
    "Invite somebody of Sales at least.": "Invita al menos a alguien de Ventas.",
    "Keys 1 to 7 give −3 to +3 and go on; the arrows turn the page.": (
        "Las teclas 1 a 7 dan de −3 a +3 y pasan al siguiente; las flechas pasan página."
    ),
    "Leads: share of the newest %(n)s for which it holds. Won: of those whose end is known (%(known)s), read as they were when Sales got them;": (
        "Leads: parte de los %(n)s más recientes que lo cumplen. Ganados: de aquellos cuyo final se conoce "
        "(%(known)s), leídos como eran cuando Ventas los recibió;"
    ),
    "Link for Sales": "Enlace para Ventas",
    "Make the draft again": "Volver a hacer el borrador",
    "Make the draft of the medians": "Hacer el borrador con las medianas",
    "Marketing lists what could be asked of a lead; each of Sales says what it is worth.": (
        "Marketing enumera lo que se puede mirar en un lead; cada persona de Ventas dice cuánto vale."
    ),
    "Meetings": "Reuniones",
    "Middle": "Mediana",
    "Minutes": "Acta",
    "Minutes of the definition meeting": "Acta de la reunión de definición",
    "Next one": "Siguiente",
    "Previous one": "Anterior",
    "No criterion has a value other than 0 in the middle, so none would be left.": (
        "Ningún criterio tiene una mediana distinta de 0: no quedaría ninguno."
    ),
    "No meeting yet. Sales and Marketing agree here on what makes a lead worth a call, criterion by criterion.": (
        "Aún no hay reuniones. Ventas y Marketing acuerdan aquí, criterio a criterio, qué lead merece una llamada."
    ),
    "No question yet.": "Aún no hay preguntas.",
    "Of all leads %(base)s were won.": "De todos los leads se ganó el %(base)s.",
    "Of our leads": "De nuestros leads",
    "Of these, won": "De ellos, ganados",
    "On the ballot": "En la papeleta",
    "Only who asked may take it back.": "Solo quien lo preguntó puede retirarlo.",
    "Open it again": "Abrirla de nuevo",
    "Open since": "Abierta desde",
    "People asked": "Personas invitadas",
    "Qualification answers": "Respuestas de cualificación",
    "Save the ballot": "Guardar la papeleta",
    "See what others gave": "Ver lo que dieron los demás",
    ("Show %(n)s more",) * 2: ("Mostrar %(n)s más",) * 2,
    "Sign the definition": "Firmar la definición",
    "Signatures": "Firmas",
    "The ballot": "La papeleta",
    "The draft is made: %(parts)s.": "El borrador está hecho: %(parts)s.",
    "The meeting": "La reunión",
    "The vote is closed. What was given stays as it is.": "La votación está cerrada. Lo dado se queda como está.",
    "Values, disagreement first": "Valores, primero donde hay desacuerdo",
    "Values, −3 to +3": "Valores, de −3 a +3",
    "Version %(n)s": "Versión %(n)s",
    "Web behavior": "Comportamiento en la web",
    "What Sales would like to know of somebody met at a fair or a talk. Marketing puts it into the form of the next event.": (
        "Lo que Ventas quiere saber de alguien que conoce en una feria o una charla. "
        "Marketing lo lleva al formulario del próximo evento."
    ),
    "What is asked": "Qué se pregunta",
    "What is each of these worth, when you decide whom to call?": (
        "¿Cuánto pesa cada cosa cuando decides a quién llamar?"
    ),
    "What to ask at events": "Qué preguntar en eventos",
    "What was given so far": "Lo dado hasta ahora",
    "What would you like to know?": "¿Qué te gustaría saber?",
    "Who gave values": "Quién dio valores",
    "Who gives values": "Quién da valores",
    "Who has voted": "Quién ha votado",
    "Why, for the others (optional)": "Por qué, para los demás (opcional)",
    "You are not asked for values in this meeting.": "En esta reunión no se te piden valores.",
    "You are not invited to this meeting.": "No estás en esta reunión.",
    "You gave a value for everything.": "Has dado un valor a todo.",
    "You may still change any of them.": "Puedes cambiar cualquiera de ellos.",
    "You no longer ask this.": "Ya no lo preguntas.",
    "You see the values when the vote is closed.": "Verás los valores cuando se cierre la votación.",
    "You see what others gave for a criterion once you gave your own value. You may change it until the vote is closed.": (
        "Ves lo que dieron los demás a un criterio cuando has dado tu valor. Puedes cambiarlo hasta que se cierre "
        "la votación."
    ),
    "decides": "decide",
    "does not matter": "da igual",
    "fewer than 10 known": "menos de 10 conocidos",
    "in the model": "en el modelo",
    "led by": "dirige",
    "of all %(base)s": "de todos %(base)s",
    "of our leads · of these, won": "de nuestros leads · de ellos, ganados",
    "speaks against the lead": "habla en contra del lead",
    "the draft": "el borrador",
    "yours %(value)s": "el tuyo %(value)s",
    "“%(title)s” waits for your opinion.": "«%(title)s» espera tu opinión.",
    "%(base)s of all.": "%(base)s de todos.",
    "%(given)s of %(asked)s": "%(given)s de %(asked)s",
    ("%(n)s given", "%(n)s given"): ("%(n)s dado", "%(n)s dados"),
    ("%(n)s left", "%(n)s left"): ("queda %(n)s", "quedan %(n)s"),
    ("%(n)s value", "%(n)s values"): ("%(n)s valor", "%(n)s valores"),
    "A draft was made of these values, so the vote stays closed.": (
        "De estos valores se hizo un borrador, así que la votación sigue cerrada."
    ),
}
