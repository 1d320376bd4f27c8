"""Spanish of forms: building, translating, what they give, and what strangers see of them."""

TRANSLATIONS = {
    # notices
    "A form you follow brought an inquiry": "Llegó una consulta de un formulario que sigues",
    "%(lead)s sent the form “%(form)s”.": "%(lead)s envió el formulario «%(form)s».",
    # fields
    "Answers to choose from": "Respuestas posibles",
    "At most 100 answers of at most 120 characters.": "Como mucho 100 respuestas de 120 caracteres.",
    "Hidden: nobody sees it, its value is sent along": "Oculto: nadie lo ve y su valor se envía con lo demás",
    "None chosen: all of them.": "Ninguna elegida: todas.",
    "One a line. Empty: people write what they want.": "Una por línea. Vacío: cada cual escribe lo que quiera.",
    "The value below, or what the page's address says: ?%(name)s=…": (
        "El valor de abajo, o el que diga la dirección de la página: ?%(name)s=…"
    ),
    "Value of the hidden field": "Valor del campo oculto",
    ("field", "hidden"): "oculto",
    "Keys:": "Teclas:",
    "choose": "elegir",
    "earlier": "antes",
    "later": "después",
    # templates
    "Demonstration": "Demostración",
    "Work e-mail": "Correo del trabajo",
    "How many people work there?": "¿Cuántas personas trabajan allí?",
    "What would you like to see?": "¿Qué te gustaría ver?",
    "Ask for a demonstration": "Pedir una demostración",
    "Half an hour with a person of our team, about your own case.": (
        "Media hora con una persona de nuestro equipo, sobre tu propio caso."
    ),
    "We write to you to agree on a day and an hour.": "Te escribiremos para acordar día y hora.",
    "We send the details there.": "Allí enviaremos los detalles.",
    "What would you like to ask the speakers?": "¿Qué quieres preguntar a los ponentes?",
    "Sign up for the event": "Inscribirse en el evento",
    "Sign up": "Inscribirse",
    "See you there": "Allí nos vemos",
    "Your place is noted. We write to you before the day.": "Tu plaza está apuntada. Te escribiremos antes del día.",
    # texts, translations, versions
    "Translation: %(language)s": "Traducción: %(language)s",
    "Translate": "Traducir",
    "Translated": "Traducido",
    "Not translated": "Sin traducir",
    "follows what you type": "sigue lo que escribes",
    "Asked": "Preguntaba",
    "Each change made a new one; none is ever changed or deleted, since a consent names the one the person saw.": (
        "Cada cambio hizo una nueva. Ninguna se cambia ni se borra, pues un consentimiento nombra la que vio la persona."
    ),
    # on a website
    "The two ways below work on the pages that you list under Settings.": (
        "Las dos formas de abajo funcionan en las páginas que indiques en Ajustes."
    ),
    "By script: always as it stands here, sent without leaving the page": (
        "Con script: siempre como está aquí, y se envía sin salir de la página"
    ),
    "In a frame: with our looks, apart from your page": "En un marco: con nuestro aspecto, aparte de tu página",
    "It could not be sent. Try again, or use our own page:": (
        "No se pudo enviar. Prueba otra vez, o usa nuestra página:"
    ),
    # settings
    "Who is told of each inquiry": "A quién se avisa de cada consulta",
    "Is told": "Se avisa a",
    "In the app and by mail, as each person chose under Notifications.": (
        "En la aplicación y por correo, según eligió cada persona en Notificaciones."
    ),
    "Double opt-in": "Doble confirmación",
    "A mail asks to confirm. The consent counts from then on; the inquiry reaches you at once.": (
        "Un correo pide confirmar. El consentimiento vale desde entonces; la consulta te llega enseguida."
    ),
    "Proof of work": "Prueba de trabajo",
    "Proof of work against robots": "Prueba de trabajo contra robots",
    "The browser computes for a moment, unseen. What comes without it waits in quarantine.": (
        "El navegador calcula un momento, sin que se vea. Lo que llega sin ella espera en cuarentena."
    ),
    "Came without the proof that the form asks for": "Llegó sin la prueba que pide el formulario",
    "Yes,No": "Sí,No",
    # what it gives
    "Gives": "Entrega",
    "by mail": "por correo",
    "What it gives": "Lo que entrega",
    "A guide, a price list or a page for whoever sends the form. Who fetches it shows on the lead's timeline as a download.": (
        "Una guía, una tarifa o una página para quien envía el formulario. "
        "Quién la recoge se ve en el historial del lead, como descarga."
    ),
    "Give it no more": "Dejar de entregarla",
    "Name of what you give": "Nombre de lo que entregas",
    "Stands on the button.": "Aparece en el botón.",
    "PDF, office documents, pictures, sound, video or zip, up to 10 MB.": (
        "PDF, documentos de oficina, imágenes, sonido, vídeo o zip, hasta 10 MB."
    ),
    "Or the address of a page": "O la dirección de una página",
    "How they get it": "Cómo la reciben",
    "On the thanks page, at once": "En la página de gracias, al momento",
    "By mail, to the address they gave": "Por correo, a la dirección que dieron",
    "Give a file or an address, not both.": "Indica un archivo o una dirección, no ambos.",
    "Give a file or an address.": "Indica un archivo o una dirección.",
    "The form gives nothing any more. Links that were sent stay good.": (
        "El formulario ya no entrega nada. Los enlaces enviados siguen valiendo."
    ),
    "The file is larger than 10 MB.": "El archivo pesa más de 10 MB.",
    "Files of this kind are not handed out. Use one of: %(kinds)s.": (
        "Archivos de este tipo no se entregan. Usa uno de: %(kinds)s."
    ),
    "The file is empty, or is not what its name says.": "El archivo está vacío, o no es lo que dice su nombre.",
    "The file is no longer here. Write to us, and we send it.": "El archivo ya no está aquí. Escríbenos y lo enviamos.",
    "This link leads nowhere any more. Send the form again.": (
        "Este enlace ya no lleva a ninguna parte. Envía otra vez el formulario."
    ),
    "Here is what you asked for: %(title)s": "Aquí tienes lo que pediste: %(title)s",
    "The link is good for 90 days.": "El enlace vale 90 días.",
    "Go there": "Ir allí",
    "Go on": "Seguir",
    # confirming
    "Please confirm that we may write to you": "Confirma que podemos escribirte",
    "Somebody, we hope you, sent our form with your address and agreed to this:": (
        "Alguien, esperamos que tú, envió nuestro formulario con tu dirección y aceptó esto:"
    ),
    "Confirm it here:": "Confírmalo aquí:",
    "If it was not you, do nothing: you get no such mail.": (
        "Si no fuiste tú, no hagas nada: no recibirás esos correos."
    ),
    "This link leads nowhere any more. Nothing was changed.": (
        "Este enlace ya no lleva a ninguna parte. No se cambió nada."
    ),
    "May we write to you?": "¿Podemos escribirte?",
    "You agreed to this in our form. Confirm that the address is yours.": (
        "Aceptaste esto en nuestro formulario. Confirma que la dirección es tuya."
    ),
    "Yes, confirm": "Sí, confirmo",
    "Confirmed": "Confirmado",
    "Thank you. Each mail has a link by which you end it at once.": (
        "Gracias. Cada correo lleva un enlace para dejarlo al momento."
    ),
}
