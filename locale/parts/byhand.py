"""Spanish of what people write down by hand: calls, cold lists, referrals."""

TRANSLATIONS = {
    "A call of ours": "Una llamada nuestra",
    "They called us": "Nos llamaron",
    "We called them": "Llamamos nosotros",
    "Phone call": "Llamada",
    "Write it down while you talk. A number, an address or a company, and how it ended, is enough.": (
        "Anótala mientras hablas. Basta un número, un correo o una empresa, y cómo terminó."
    ),
    "Open the lead": "Abrir el lead",
    "Look up": "Buscar",
    "Who it is": "Quién es",
    "Numbers that begin so": "Números que empiezan así",
    "(new tab)": "(pestaña nueva)",
    "Customer": "Cliente",
    "Somebody else": "Otra persona",
    "Nobody you can see has this number. Saving makes a new lead, or adds to the one it belongs to.": (
        "Nadie que puedas ver tiene este número. Al guardar se crea un lead o se añade al que le corresponda."
    ),
    "Nobody you can see has this number.": "Nadie que puedas ver tiene este número.",
    ("%(number)s person has this number.", "%(number)s people have this number."): (
        "%(number)s persona tiene este número.",
        "%(number)s personas tienen este número.",
    ),
    "Save call": "Guardar llamada",
    "Phone number": "Número de teléfono",
    "Who called?": "¿Quién llamó?",
    "Call back at": "Llamar de nuevo el",
    "Call back": "Llamar de nuevo",
    "Only if you asked and they said yes. It is written down with your name.": (
        "Solo si lo preguntaste y dijo que sí. Queda anotado con tu nombre."
    ),
    "The words they agreed to": "Las palabras que aceptó",
    "You may send us news and guides by e-mail.": "Podéis enviarnos novedades y guías por correo.",
    "This moment is over. Choose a later one.": "Ese momento ya pasó. Elige uno posterior.",
    "Say when to call back.": "Di cuándo hay que llamar de nuevo.",
    "Write the words they agreed to.": "Escribe las palabras que aceptó.",
    "Give a phone number, an e-mail address or a company.": "Indica un teléfono, un correo o una empresa.",
    "Call saved.": "Llamada guardada.",
    "Call saved. It waits in the inbox:": "Llamada guardada. Espera en la bandeja:",
    "This call was saved already. Begin a new one for what is to be added.": (
        "Esta llamada ya estaba guardada. Empieza otra para lo que quieras añadir."
    ),
    "took a call: %(outcome)s": "atendió una llamada: %(outcome)s",
    "This inquiry is not accepted.": "Esta consulta no está aceptada.",
    "The filter let it through; nobody accepted it by hand.": "La dejó pasar el filtro; nadie la aceptó a mano.",
    "It was added to a lead that was there before: what it told cannot be told apart from the rest.": (
        "Se añadió a un lead que ya existía: lo que aportó no se puede separar del resto."
    ),
    "It was accepted more than a day ago.": "Se aceptó hace más de un día.",
    "Something has happened with its lead since.": "Desde entonces ha pasado algo con su lead.",
    "This cannot be undone.": "Esto no se puede deshacer.",
    "Accepted by hand. This cannot be undone.": "Aceptada a mano. Esto no se puede deshacer.",
    "Undo accepting": "Deshacer la aceptación",
    "Possible for a day, while nothing else happens with the lead. The lead it made goes.": (
        "Se puede durante un día, mientras no pase nada más con el lead. El lead que creó desaparece."
    ),
    "calls, prospecting": "llamadas, prospección",
    "A cold list is for calling.": "Una lista fría es para llamar.",
    (
        "Nobody on it asked for anything: they get no marketing mail until they agree, which a call may bring. Keep where "
        "each address comes from, tell people on the first call, and close at once whoever wants no call. After the import "
        "its page offers to call the list one by one."
    ): (
        "Nadie de ella ha pedido nada: no recibe correo comercial hasta que lo acepte, y una llamada puede lograrlo. Guarda de "
        "dónde sale cada dirección, dilo en la primera llamada y cierra enseguida a quien no quiera llamadas. Tras la "
        "importación, su página ofrece llamar a la lista uno por uno."
    ),
    "Call a list": "Llamar a una lista",
    "Call them one by one: each call is one key, and whoever wants none leaves the list.": (
        "Llámalos uno por uno: cada llamada es una tecla, y quien no quiera ninguna sale de la lista."
    ),
    ("%(number)s to call", "%(number)s to call"): ("%(number)s por llamar", "%(number)s por llamar"),
    "The moment counts for “Call back later”, the reason for “Not a fit”, which closes the lead.": (
        "El momento vale para «Llamar más tarde»; el motivo, para «No encaja», que cierra el lead."
    ),
    "Why it is no fit": "Por qué no encaja",
    (
        "Nobody of this list is left to call today. Who did not answer comes back tomorrow, who has a next step on its day."
    ): (
        "Hoy no queda nadie de esta lista por llamar. Quien no contestó vuelve mañana; quien tiene próximo paso, en su día."
    ),
    "Back to the list": "Volver a la lista",
    "Somebody has just called this one. Here is the next.": "Alguien acaba de llamarle. Aquí está el siguiente.",
}
