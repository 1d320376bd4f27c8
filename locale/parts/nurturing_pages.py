"""Spanish of content, the coverage map, care, who waits for a person, and the timeline."""

TRANSLATIONS = {
    # content and coverage map
    "Coverage map": "Mapa de cobertura",
    (
        "%(number)s lead waits for it",
        "%(number)s leads wait for it",
    ): ("%(number)s lead la espera", "%(number)s leads la esperan"),
    "Add the piece": "Añadir la pieza",
    "Print": "Imprimir",
    "What it is for": "Para qué sirve",
    "Formats that serve here:": "Formatos que aquí funcionan:",
    "Who reads it": "Quién la lee",
    "Job titles": "Cargos",
    "Industries": "Sectores",
    "Languages": "Idiomas",
    "Purchase cycle": "Ciclo de compra",
    "In their own words": "Con sus propias palabras",
    "Nobody has said yet what they need.": "Nadie ha dicho todavía qué necesita.",
    "What we have already": "Lo que ya tenemos",
    "Nothing on this topic.": "Nada sobre este tema.",
    "What we have to tell, by topic and buying phase; mails link to it.": (
        "Lo que tenemos que contar, por tema y fase de compra; los correos lo enlazan."
    ),
    "Add content": "Añadir contenido",
    "Archive": "Archivo",
    "Nothing here.": "Aquí no hay nada.",
    "No content yet. Add the articles, guides and customer stories that your mails link to.": (
        "Aún no hay contenidos. Añade los artículos, guías y casos de clientes que enlazan tus correos."
    ),
    "Show the archive": "Mostrar el archivo",
    "No topics yet. The map shows topics by buying phase; first say what people ask you about.": (
        "Aún no hay temas. El mapa muestra temas por fase de compra; di primero sobre qué te preguntan."
    ),
    "Add topics": "Añadir temas",
    "There are so many leads that counting them takes too long here.": (
        "Hay tantos leads que contarlos aquí tardaría demasiado."
    ),
    (
        "<b>%(number)s lead</b> waits for a piece we do not have, in %(cells)s places of the map.",
        "<b>%(number)s leads</b> wait for a piece we do not have, in %(cells)s places of the map.",
    ): (
        "<b>%(number)s lead</b> espera una pieza que no tenemos, en %(cells)s lugares del mapa.",
        "<b>%(number)s leads</b> esperan una pieza que no tenemos, en %(cells)s lugares del mapa.",
    ),
    "Every lead has something to read.": "Cada lead tiene algo que leer.",
    "Pieces of content and leads, by topic in rows and buying phase in columns": (
        "Contenidos y leads, con los temas en filas y las fases de compra en columnas"
    ),
    "No topic known": "Tema desconocido",
    ("lead", "leads"): ("lead", "leads"),
    ("%(n)s piece", "all %(n)s pieces"): ("%(n)s pieza", "las %(n)s piezas"),
    "Missing piece": "Falta la pieza",
    "Brief for the writer": "Encargo para quien la escriba",
    "In mails:": "En los correos:",
    "The reader has a problem and does not know its name yet. Help to see it.": (
        "Quien lee tiene un problema y aún no sabe cómo se llama. Ayúdale a verlo."
    ),
    "Explain, do not sell: no prices, no product names in the title.": (
        "Explica, no vendas: sin precios ni nombres de producto en el título."
    ),
    "Checklist": "Lista de comprobación",
    "Short video": "Vídeo corto",
    "The reader knows the problem and compares ways to solve it. Help to compare.": (
        "Quien lee conoce el problema y compara soluciones. Ayúdale a comparar."
    ),
    "Name the criteria that matter, ours and those that speak for others.": (
        "Nombra los criterios que importan, los nuestros y los que hablan a favor de otros."
    ),
    "The reader wants to buy and is afraid of a mistake. Take the fear away.": (
        "Quien lee quiere comprar y teme equivocarse. Quítale el miedo."
    ),
    "Show prices or ranges, terms, who has done it, and the next step.": (
        "Enseña precios u horquillas, condiciones, quién lo ha hecho y el siguiente paso."
    ),
    "Where people read it. Mails link to it by its name, so this may change later.": (
        "Dónde se lee. Los correos la enlazan por su nombre, así que puede cambiar más tarde."
    ),
    "Summary": "Resumen",
    "One or two sentences: what the reader learns.": "Una o dos frases: qué aprende quien lee.",
    "No phase": "Sin fase",
    "Any language": "Cualquier idioma",
    "No topic": "Sin tema",
    "Phase": "Fase",
    "Name in mails": "Nombre en los correos",
    "Pieces": "Piezas",
    "“%(name)s” is in the archive.": "«%(name)s» está en el archivo.",
    "“%(name)s” is offered again.": "«%(name)s» vuelve a ofrecerse.",
    "Phase not known": "Fase desconocida",
    "Brief: %(topic)s, %(phase)s": "Encargo: %(topic)s, %(phase)s",
    "This cannot be changed, since mails link to it.": "No se puede cambiar, porque los correos lo enlazan.",
    "Another piece of content has this short name.": "Otro contenido tiene este nombre corto.",
    "Use small letters a to z, digits and hyphens.": "Usa minúsculas de la a a la z, cifras y guiones.",
    "Give the whole public address, such as https://www.example.com/guide.": (
        "Da la dirección pública completa, por ejemplo https://www.ejemplo.com/guia."
    ),
    "Content added": "Contenido añadido",
    "Content changed": "Contenido cambiado",
    # the lead's care, who waits
    "Care": "Atención",
    "Other workflow": "Otro workflow",
    "Enroll": "Inscribir",
    "Enroll in a workflow": "Inscribir en un workflow",
    "%(lead)s is in “%(workflow)s”.": "%(lead)s está en «%(workflow)s».",
    (
        "%(n)s lead enrolled in “%(name)s”.",
        "%(n)s leads enrolled in “%(name)s”.",
    ): ("%(n)s lead inscrito en «%(name)s».", "%(n)s leads inscritos en «%(name)s»."),
    "Line %(number)s of %(of)s": "Línea %(number)s de %(of)s",
    "entered": "entró",
    "Sales takes care of it.": "Lo atiende Ventas.",
    "Rests until %(day)s.": "Descansa hasta el %(day)s.",
    "Waits for a person:": "Espera a una persona:",
    "None: the lead is closed.": "Ninguna: el lead está cerrado.",
    "Waiting for a person": "Esperan a una persona",
    "Why it waits": "Por qué espera",
    "No lead is left alone: these no workflow and no rep takes care of.": (
        "Ningún lead se queda solo: a estos no los atiende ni un workflow ni un comercial."
    ),
    "Nobody waits: every lead has a rep, a workflow or a date.": (
        "Nadie espera: cada lead tiene un comercial, un workflow o una fecha."
    ),
    "Add an address": "Añadir una dirección",
    "Hand off": "Entregar",
    "Add what is missing": "Añadir lo que falta",
    "Correct the address": "Corregir la dirección",
    "A little is missing to hand these to Sales. Add it, and the light may turn green.": (
        "Falta poco para entregarlos a Ventas. Añádelo y el semáforo puede ponerse verde."
    ),
    "Without an address no mail goes. Ask for one by phone, or hand off by hand.": (
        "Sin dirección no sale ningún correo. Pídela por teléfono o entrega a mano."
    ),
    "Nobody agreed to be written to. Ask by phone and record the consent with its evidence.": (
        "Nadie ha aceptado que le escriban. Pregunta por teléfono y registra el consentimiento con su prueba."
    ),
    "Mail came back. Look for a better address.": "El correo volvió. Busca una dirección mejor.",
    "They do not want mail. Only a person may still call; else close the lead.": (
        "No quieren correos. Solo puede llamar una persona; si no, cierra el lead."
    ),
    "Ready for Sales, and no route leads to a rep. Mend the routes or hand off by hand.": (
        "Listos para Ventas, y ninguna ruta lleva a un comercial. Arregla las rutas o entrega a mano."
    ),
    "No workflow takes these in. Enroll them, or change who enters.": (
        "Ningún workflow los acoge. Inscríbelos o cambia quién entra."
    ),
    "They got everything their workflow had. Enroll them in another one, or close them.": (
        "Recibieron todo lo que tenía su workflow. Inscríbelos en otro o ciérralos."
    ),
    # the timeline
    "Got the e-mail %(subject)s": "Recibió el correo %(subject)s",
    "In the e-mail “%(subject)s”": "En el correo «%(subject)s»",
    "Clicked %(link)s": "Hizo clic en %(link)s",
    "The exit condition holds.": "Se cumple la condición de salida.",
    "Sales has the lead.": "Lo tiene Ventas.",
    "The lead was closed.": "El lead se cerró.",
    "It may not be mailed.": "No se le puede escribir.",
    "Another workflow fits better.": "Otro workflow encaja mejor.",
    "The workflow was archived.": "El workflow se archivó.",
    "It is ready for Sales.": "Está listo para Ventas.",
    "Came to the end of %(workflow)s": "Llegó al final de %(workflow)s",
    "put it into the workflow %(workflow)s": "lo puso en el workflow %(workflow)s",
}
