"""Spanish of mail templates, merge tags, links and the public pages of a mail's reader."""

TRANSLATIONS = {
    # merge tags
    "Full name": "Nombre completo",
    "Name of the salesperson": "Nombre del comercial",
    "Our name": "Nuestro nombre",
    "Click": "Clic",
    # faults
    "Use an address that begins with https://.": "Usa una dirección que empiece por https://.",
    "This address leads into a private network.": "Esta dirección lleva a una red privada.",
    "An address cannot hold a merge tag.": "Una dirección no puede llevar una etiqueta.",
    "There is no such content to link to.": "No existe ese contenido al que enlazar.",
    "A link needs words to click on.": "Un enlace necesita palabras en las que hacer clic.",
    "A picture needs an address that begins with https://.": "Una imagen necesita una dirección que empiece por https://.",
    "Say in words what the picture shows; many readers never see it.": "Di con palabras qué muestra la imagen; muchos lectores no llegan a verla.",
    "Write the text of the mail.": "Escribe el texto del correo.",
    "Pictures alone are often filtered out. Write some words.": "Un correo solo con imágenes suele filtrarse. Escribe algunas palabras.",
    "The workspace's own language has no version: people whose language is unknown get this one.": "Falta la versión en el idioma del espacio: quien no tenga idioma conocido recibirá esta.",
    "Write a subject.": "Escribe un asunto.",
    "The subject is longer than 70 characters; its end will not be seen.": "El asunto pasa de 70 caracteres; el final no se verá.",
    "Capitals and exclamation marks look like spam.": "Las mayúsculas y las exclamaciones parecen spam.",
    "There is no such merge tag.": "No existe esa etiqueta.",
    "Give it a default: where the fact is missing the text has a gap.": "Ponle un valor por defecto: donde falte el dato quedará un hueco.",
    # services
    "Give it a name.": "Ponle un nombre.",
    "Another template has this name.": "Otra plantilla tiene ese nombre.",
    "Somebody else saved this text since you opened it.": "Otra persona ha guardado este texto desde que lo abriste.",
    "There is no draft to publish.": "No hay borrador que publicar.",
    "The mail has faults that its readers would see.": "El correo tiene fallos que verían sus lectores.",
    "This is the only text of the template. Archive the template instead.": "Es el único texto de la plantilla. Archiva la plantilla.",
    "A workflow still sends this mail. Take it out there first.": "Un workflow todavía envía este correo. Quítalo antes de ahí.",
    # the frame of every mail
    "You receive this because you asked us for information or agreed to our news.": "Recibes este correo porque nos pediste información o aceptaste nuestras novedades.",
    "Unsubscribe": "Darse de baja",
    "Choose what you receive": "Elegir qué recibes",
    # public pages
    "No more e-mails?": "¿No quieres más correos?",
    "%(name)s stops writing to %(address)s about offers and news. It works at once.": "%(name)s deja de escribir a %(address)s sobre ofertas y novedades. Tiene efecto al momento.",
    "Choose topics instead": "Prefiero elegir temas",
    "You are unsubscribed": "Te has dado de baja",
    "%(name)s no longer writes to %(address)s about offers and news.": "%(name)s ya no escribe a %(address)s sobre ofertas y novedades.",
    "Thank you. That helps us.": "Gracias. Nos ayuda.",
    "Send reason": "Enviar motivo",
    "Was it a mistake? Subscribe again": "¿Ha sido un error? Suscribirse de nuevo",
    "Your e-mails": "Tus correos",
    "What %(name)s sends to %(address)s.": "Lo que %(name)s envía a %(address)s.",
    "Save choices": "Guardar elección",
    "Or no e-mails about offers and news at all:": "O ningún correo sobre ofertas y novedades:",
    "Unsubscribe from everything": "Darse de baja de todo",
    "You get no e-mails about offers and news.": "No recibes correos sobre ofertas y novedades.",
    "Subscribe": "Suscribirse",
    "Mail to this address does not arrive, so we send none.": "El correo a esta dirección no llega, así que no enviamos ninguno.",
    "This link is too old": "Este enlace es demasiado antiguo",
    "Use the link of a newer e-mail to choose what you receive. Unsubscribing still works from here.": "Usa el enlace de un correo más reciente para elegir qué recibes. Desde aquí aún puedes darte de baja.",
    "This address is no longer on the list": "Esta dirección ya no está en la lista",
    "We keep no data for this link any more and send nothing to it. If an e-mail still arrives, answer it with the word “unsubscribe”.": "Ya no guardamos datos de este enlace y no le enviamos nada. Si aun así llega un correo, respóndelo con la palabra «baja».",
    "Nothing to see here": "Aquí no hay nada que ver",
    "This link is for machines that open every link of a mail. Nothing happened.": "Este enlace es para máquinas que abren todos los enlaces de un correo. No ha pasado nada.",
    "Why?": "¿Por qué?",
    "Too many e-mails": "Demasiados correos",
    "They are not about what I need": "No tratan de lo que necesito",
    "I never asked for them": "Nunca los pedí",
    "I no longer need it": "Ya no lo necesito",
    # pages about templates
    "Templates": "Plantillas",
    "E-mails that workflows send": "Correos que envían los workflows",
    "Create template": "Crear plantilla",
    "Archived": "Archivadas",
    "Nothing": "Nada",
    "draft": "borrador",
    "No template is put away.": "No hay plantillas archivadas.",
    "No template yet. Workflows need e-mails to send.": "Aún no hay plantillas. Los workflows necesitan correos que enviar.",
    "An empty page": "Una página en blanco",
    "Preview line": "Línea de vista previa",
    "Shown after the subject in the inbox.": "Se ve tras el asunto en la bandeja de entrada.",
    "People who switched the topic off do not get the mail.": "Quien haya desactivado el tema no recibe el correo.",
    "Name and topic": "Nombre y tema",
    "put away": "archivada",
    "version %(number)s is sent": "se envía la versión %(number)s",
    "nothing is sent yet": "aún no se envía nada",
    "with a draft": "con borrador",
    "used by": "la usa",
    "Save draft": "Guardar borrador",
    "Throw draft away": "Descartar borrador",
    "Put into the text": "Insertar en el texto",
    "Merge tag": "Etiqueta",
    "Merge tag…": "Etiqueta…",
    "Content…": "Contenido…",
    "Words": "Palabras",
    "Link": "Enlace",
    "What it shows": "Qué muestra",
    "Picture": "Imagen",
    "How to write": "Cómo se escribe",
    "bold": "negrita",
    "slanted": "cursiva",
    "Emphasis": "Énfasis",
    "Heading; ## for a smaller one": "Título; ## para uno menor",
    "one": "uno",
    "List; 1. for a numbered one": "Lista; 1. para una numerada",
    "Button, in a paragraph of its own": "Botón, en su propio párrafo",
    "Merge tag with what stands there when the fact is missing": "Etiqueta con lo que aparece si falta el dato",
    "Show as": "Ver como",
    "Desktop": "Ordenador",
    ("plain", "Text"): "Texto",
    "As this lead": "Como este lead",
    "As nobody in particular": "Como nadie en concreto",
    "Send test to me": "Enviarme una prueba",
    "Checks": "Comprobaciones",
    "Ready to be published. Address and unsubscribing are added by us.": "Listo para publicar. La dirección y la baja las añadimos nosotros.",
    "The e-mail": "El correo",
    "Write something, and you see here what arrives.": "Escribe algo y verás aquí lo que llega.",
    "Draft saved": "Borrador guardado",
    "What was sent": "Lo que se ha enviado",
    "Version %(number)s": "Versión %(number)s",
    "Make it the draft": "Usarla como borrador",
    "Nothing was sent in this language yet.": "Aún no se ha enviado nada en este idioma.",
    "Draft saved. What is sent has not changed.": "Borrador guardado. Lo que se envía no ha cambiado.",
    "Published as version %(number)s.": "Publicada como versión %(number)s.",
    "Use again": "Volver a usar",
    "Draft thrown away.": "Borrador descartado.",
    "Version %(number)s is now the draft.": "La versión %(number)s es ahora el borrador.",
    "%(name)s, copy %(n)s": "%(name)s, copia %(n)s",
    "Copied. Nothing sends the copy yet.": "Copiada. Nada envía aún la copia.",
    "Put away.": "Archivada.",
    "In use again.": "De nuevo en uso.",
    "This could not be saved. Shorten the text.": "No se ha podido guardar. Acorta el texto.",
    "[Test] %(subject)s": "[Prueba] %(subject)s",
    "Sent to %(email)s.": "Enviado a %(email)s.",
    # starting texts
    ("template", "Welcome"): "Bienvenida",
    "Thanks for the inquiry and says what comes next.": "Agradece la consulta y dice qué viene después.",
    'Thank you for asking us about {{ lead.topic | default: "your plans" }}': 'Gracias por preguntarnos por {{ lead.topic | default: "tu proyecto" }}',
    "What usually helps at the start": "Lo que suele ayudar al empezar",
    """Hello {{ lead.first_name | default: "and welcome" }},

thank you for getting in touch with {{ workspace.name }}. These are the questions that most people ask first:

- What does it cost, and what makes the difference?
- How long does it take, step by step?
- What do I have to decide, and when?

Which of them is yours? **Just answer this mail in one line.** A person reads every answer.

Kind regards,
{{ workspace.name }}
""": """Hola {{ lead.first_name | default: "y gracias" }}:

Gracias por escribir a {{ workspace.name }}. Estas son las preguntas que casi todo el mundo hace primero:

- ¿Cuánto cuesta y de qué depende?
- ¿Cuánto tarda, paso a paso?
- ¿Qué tengo que decidir yo, y cuándo?

¿Cuál es la tuya? **Responde a este correo en una línea.** Una persona lee cada respuesta.

Un saludo,
{{ workspace.name }}
""",
    ("template", "Guide"): "Guía",
    "Sends a guide; the click says what the person wants to know.": "Envía una guía; el clic dice qué quiere saber la persona.",
    'The guide to {{ lead.topic | default: "your plans" }}': 'La guía: {{ lead.topic | default: "tu proyecto" }}',
    "Ten minutes that save weeks": "Diez minutos que ahorran semanas",
    """Hello {{ lead.first_name | default: "again" }},

we wrote down what our customers wish they had known before. It takes ten minutes to read.

[Button: Read the guide](https://)

Is something missing? Answer this mail and we will add it.

Kind regards,
{{ workspace.name }}
""": """Hola {{ lead.first_name | default: "de nuevo" }}:

Hemos escrito lo que a nuestros clientes les habría gustado saber antes de empezar. Se lee en diez minutos.

[Botón: Leer la guía](https://)

¿Falta algo? Responde a este correo y lo añadimos.

Un saludo,
{{ workspace.name }}
""",
    ("template", "Success story"): "Caso de éxito",
    "Shows what somebody in the same place did.": "Muestra qué hizo alguien en la misma situación.",
    "How others solved it": "Cómo lo resolvieron otros",
    "What it cost, how long it took, what they would do again": "Cuánto costó, cuánto tardó y qué repetirían",
    """Hello {{ lead.first_name | default: "again" }},

a customer came to us with the same question as you. What they decided, what it cost and what they would do
differently today:

[Button: Read the story](https://)

Kind regards,
{{ workspace.name }}
""": """Hola {{ lead.first_name | default: "de nuevo" }}:

Un cliente nos llegó con la misma pregunta que tú. Qué decidió, cuánto le costó y qué haría hoy de otra manera:

[Botón: Leer el caso](https://)

Un saludo,
{{ workspace.name }}
""",
    ("template", "One question"): "Una pregunta",
    "Asks what is still open; needs no link.": "Pregunta qué queda por aclarar; no necesita enlace.",
    "What would help you decide?": "¿Qué te ayudaría a decidirte?",
    "One line is enough": "Basta con una línea",
    """Hello {{ lead.first_name | default: "again" }},

you looked into {{ lead.topic | default: "our work" }} a while ago. What is still open?

1. The price
2. The time it takes
3. Whether it suits me at all
4. Nothing, it can wait

**Answer with the number**, and we will send you what helps with exactly that.

Kind regards,
{{ workspace.name }}
""": """Hola {{ lead.first_name | default: "de nuevo" }}:

Hace un tiempo te interesaste por {{ lead.topic | default: "nuestro trabajo" }}. ¿Qué te queda por aclarar?

1. El precio
2. El plazo
3. Si de verdad es lo que necesito
4. Nada, puede esperar

**Responde con el número** y te enviamos lo que ayuda justo con eso.

Un saludo,
{{ workspace.name }}
""",
    ("template", "Shall we talk?"): "¿Hablamos?",
    "Offers a conversation with a person.": "Ofrece una conversación con una persona.",
    "Shall we talk for ten minutes?": "¿Hablamos diez minutos?",
    "Without obligation, when it suits you": "Sin compromiso y cuando te venga bien",
    """Hello {{ lead.first_name | default: "again" }},

some questions are answered faster by talking. {{ owner.name | default: "One of us" }} takes ten minutes for
yours, without obligation.

**Answer this mail with two times that suit you** and your phone number. We will call you at one of them.

Kind regards,
{{ workspace.name }}
""": """Hola {{ lead.first_name | default: "de nuevo" }}:

Hay preguntas que se resuelven antes hablando. {{ owner.name | default: "Alguien del equipo" }} reserva diez minutos
para las tuyas, sin compromiso.

**Responde a este correo con dos horas que te vengan bien** y tu teléfono. Te llamamos a una de ellas.

Un saludo,
{{ workspace.name }}
""",
}
