"""Spanish of the outbox, of sending and of the mails kept on this machine."""

TRANSLATIONS = {
    # states, reasons
    ("message", "Sent"): "Enviado",
    ("attempt", "Sent"): "Enviado",
    ("moment", "Sent"): "Enviado",
    ("moment", "Queued"): "En cola desde",
    ("moment", "Decided"): "Decidido",
    ("attempt", "Taken"): "Aceptado",
    ("message", "To"): "Para",
    "Uncertain": "Dudoso",
    "Withheld": "Retenido",
    "Will be tried again": "Se intentará otra vez",
    "Service": "Servicio",
    "No address": "Sin dirección",
    "No consent": "Sin consentimiento",
    "Unsubscribed": "Se dio de baja",
    "Does not want this topic": "No quiere este tema",
    "The address does not exist": "La dirección no existe",
    "Complained about our mail": "Se quejó de nuestro correo",
    "Asked to be erased": "Pidió que lo borráramos",
    "Blocked by hand": "Cerrada a mano",
    "The lead is closed or converted": "El lead está cerrado o convertido",
    "No longer called for": "Ya no hace falta",
    "The workspace has no postal address yet": "El espacio aún no tiene dirección postal",
    "Does not exist": "No existe",
    "Complained": "Se quejó",
    "Erased": "Borrada",
    "Being watched": "En observación",
    "A person": "Una persona",
    "A scanner": "Un escáner",
    "The other server refused it": "El otro servidor lo rechazó",
    "Given up after ten tries": "Abandonado tras diez intentos",
    "The webhook is switched off": "El webhook está apagado",
    "It waits for its turn.": "Espera su turno.",
    "A worker is about to send it.": "Está a punto de enviarse.",
    "It is being handed over at this moment.": "Se está entregando en este momento.",
    "The other server took it.": "El otro servidor lo aceptó.",
    "It was not sent, and will not be by itself.": "No se envió, y no se enviará por sí solo.",
    "It was handed over, but no answer came back: it may or may not have arrived. It is never repeated by itself.": (
        "Se entregó, pero no llegó respuesta: puede haber llegado o no. Nunca se repite por sí solo."
    ),
    "It was not sent, on purpose.": "No se envió, a propósito.",
    "No connection to the server": "Sin conexión con el servidor",
    "The server did not greet": "El servidor no saludó",
    "No secure connection": "Sin conexión segura",
    "The server refused our sign-in": "El servidor rechazó nuestro acceso",
    "The sender was refused": "El remitente fue rechazado",
    "The recipient was refused": "El destinatario fue rechazado",
    "Interrupted while handing over": "Interrumpido durante la entrega",
    "No receipt after handing over": "Sin acuse tras la entrega",
    "The other side answered": "El otro lado respondió",
    "No answer about the recipient": "Sin respuesta sobre el destinatario",
    "The letter was refused": "El mensaje fue rechazado",
    "The recipient was put off": "El destinatario quedó aplazado",
    # outbox
    "Outbox": "Bandeja de salida",
    "Whatever leaves the house, with every try.": "Todo lo que sale de casa, con cada intento.",
    "These mails may or may not have arrived.": "Estos correos pueden haber llegado o no.",
    (
        "The other server took them and gave no receipt. Look whether they arrived, or ask; then mark them as sent, "
        "or send them again."
    ): (
        "El otro servidor los tomó y no dio acuse. Mira si llegaron, o pregunta; después márcalos como enviados o "
        "envíalos otra vez."
    ),
    "Address, name or id": "Dirección, nombre o id",
    "Way": "Vía",
    "E-mail and webhooks": "Correo y webhooks",
    "Messages": "Mensajes",
    "Subject": "Asunto",
    "no address": "sin dirección",
    "No message matches.": "Ningún mensaje coincide.",
    "Give a whole address, a lead's name, or the id that stands in the mail's headers.": (
        "Escribe una dirección completa, el nombre de un lead o el id que está en las cabeceras del correo."
    ),
    "Show all": "Ver todo",
    "No message is in this state.": "Ningún mensaje está en este estado.",
    "Nothing was sent yet. Workflows, notices and webhooks put their messages here.": (
        "Aún no se ha enviado nada. Los workflows, los avisos y los webhooks dejan aquí sus mensajes."
    ),
    "No subject": "Sin asunto",
    "Mark as sent": "Marcar como enviado",
    "It may or may not have arrived.": "Puede haber llegado o no.",
    "The letter was handed over, and no receipt came back. A second one is sent only if you say so.": (
        "El mensaje se entregó y no llegó acuse. Solo se envía un segundo si tú lo dices."
    ),
    "What is posted": "Lo que se envía",
    "The mail": "El correo",
    "The mail as its reader sees it": "El correo como lo ve quien lo lee",
    "Plain text": "Texto sin formato",
    "Purpose": "Finalidad",
    "Template": "Plantilla",
    "version %(n)s": "versión %(n)s",
    "Due": "Toca",
    "Id": "Id",
    "None yet.": "Ninguno todavía.",
    "E-mails": "Correos",
    "Outgoing mail": "Correo saliente",
    "Set the postal address": "Indica la dirección postal",
    "Without it no marketing mail leaves.": "Sin ella no sale ningún correo de marketing.",
    ("%(n)s uncertain mail", "%(n)s uncertain mails"): ("%(n)s correo dudoso", "%(n)s correos dudosos"),
    "Decide whether they arrived.": "Decide si llegaron.",
    ("%(n)s failed message", "%(n)s failed messages"): ("%(n)s mensaje fallido", "%(n)s mensajes fallidos"),
    "Only an uncertain message can be marked as sent.": "Solo un mensaje dudoso se puede marcar como enviado.",
    "Only an uncertain or failed message can be sent again.": (
        "Solo un mensaje dudoso o fallido se puede enviar otra vez."
    ),
    "Marked as sent.": "Marcado como enviado.",
    "On its way again.": "De nuevo en camino.",
    "There is no %(name)s “%(value)s”.": "No existe %(name)s «%(value)s».",
    "Mail marked as sent": "Correo marcado como enviado",
    "Mail sent again": "Correo enviado otra vez",
    "Address closed": "Dirección cerrada",
    "Address opened again": "Dirección abierta de nuevo",
    "Sending changed": "Envío cambiado",
    "Service mail": "Correo de servicio",
    "Marketing mail": "Correo de marketing",
    # sending
    "Sending e-mail": "Envío de correo",
    "Sender, postal address, limits, addresses nothing goes to": (
        "Remitente, dirección postal, límites, direcciones a las que no se envía nada"
    ),
    "As whom this workspace writes, and within which bounds.": (
        "Como quién escribe este espacio y dentro de qué límites."
    ),
    "Send me a test": "Enviarme una prueba",
    "No marketing mail leaves yet.": "Aún no sale ningún correo de marketing.",
    "The law asks for a postal address in every one. Enter yours below.": (
        "La ley pide una dirección postal en cada uno. Escribe la tuya abajo."
    ),
    "Sender": "Remitente",
    "Bounds": "Límites",
    "Sender's name": "Nombre del remitente",
    "What readers see first.": "Lo primero que ve quien lee.",
    "Sender's address": "Dirección del remitente",
    "An address of your own domain, which your mail server may use. Empty: the server's own.": (
        "Una dirección de tu dominio que tu servidor de correo pueda usar. Vacía: la del servidor."
    ),
    "Answers go to": "Las respuestas van a",
    "Postal address": "Dirección postal",
    "The law asks for it in every marketing mail; without it none leaves.": (
        "La ley la pide en cada correo de marketing; sin ella no sale ninguno."
    ),
    "Marketing mails to one address": "Correos de marketing a una dirección",
    "At most; 0: no limit": "Como mucho; 0: sin límite",
    "In so many days": "En tantos días",
    "Counted back from each mail": "Contados hacia atrás desde cada correo",
    "Not after": "No después de",
    "Hour of the reader's own clock": "Hora del reloj de quien lee",
    "Pause workflows at (per 1,000)": "Pausar los workflows al llegar a (por 1.000)",
    "Addresses that do not exist and complaints, of a week's mails": (
        "Direcciones que no existen y quejas, de los correos de una semana"
    ),
    "Follow clicks on links": "Seguir los clics en enlaces",
    "Branches of workflows and points for clicks need it. Opening is never followed.": (
        "Lo necesitan las ramas de los workflows y los puntos por clics. Las aperturas no se siguen nunca."
    ),
    "The hours must end after they begin.": "Las horas deben terminar después de empezar.",
    "Sending saved.": "Envío guardado.",
    "A test mail to %(email)s is on its way.": "Un correo de prueba a %(email)s está en camino.",
    "Test of Leadcrm's mail": "Prueba del correo de Leadcrm",
    "If you read this, mail leaves this workspace.": "Si lees esto, el correo sale de este espacio.",
    "Closed addresses": "Direcciones cerradas",
    "Nothing goes there: they unsubscribed, do not exist, complained, or were closed by hand.": (
        "Ahí no se envía nada: se dieron de baja, no existen, se quejaron o se cerraron a mano."
    ),
    "Whole address": "Dirección completa",
    "erased": "borrada",
    "This address is not closed.": "Esta dirección no está cerrada.",
    "No address is closed.": "Ninguna dirección está cerrada.",
    "Close an address": "Cerrar una dirección",
    ("address", "Close"): "Cerrar",
    "Opened by hand": "Abierta a mano",
    "Nothing goes to %(email)s any more.": "A %(email)s ya no se envía nada.",
    "Mails may go to %(email)s again.": "Se puede volver a escribir a %(email)s.",
    "This address asked to be erased: it stays closed.": "Esta dirección pidió que la borráramos: sigue cerrada.",
    # kept on this machine
    "Mail on this machine": "Correo en esta máquina",
    "Nothing leaves it: every mail that would be sent is kept here.": (
        "Nada sale de ella: cada correo que se enviaría se guarda aquí."
    ),
    "Recipient": "Destinatario",
    "Mails": "Correos",
    "No mail to this address.": "Ningún correo a esta dirección.",
    "No mail was sent yet.": "Aún no se ha enviado ningún correo.",
    "Links": "Enlaces",
    "Headers": "Cabeceras",
}
