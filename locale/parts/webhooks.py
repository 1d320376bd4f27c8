"""Spanish of webhooks and notifications."""

TRANSLATIONS = {
    "Queued": "En cola",
    "Claimed": "Tomado",
    "Sending": "Enviando",
    "Webhook": "Webhook",
    "A lead was created": "Se creó un lead",
    "Somebody inquired": "Alguien consultó",
    "The stage changed": "Cambió la etapa",
    "The owner changed": "Cambió el responsable",
    "A lead was handed to Sales": "Un lead se entregó a Ventas",
    "Sales accepted a lead": "Ventas aceptó un lead",
    "Sales returned a lead": "Ventas devolvió un lead",
    "A lead was recycled": "Un lead se recicló",
    "A lead was converted": "Un lead se convirtió",
    "An opportunity was won": "Se ganó una oportunidad",
    "An opportunity was lost": "Se perdió una oportunidad",
    "A mail was sent": "Se envió un correo",
    "A link was clicked": "Se hizo clic en un enlace",
    "Consent was given": "Se dio consentimiento",
    "Consent was withdrawn": "Se retiró el consentimiento",
    "This address cannot be used: %(why)s.": "Esta dirección no sirve: %(why)s.",
    "This address lies in a private network. Use one that the internet can reach.": (
        "Esta dirección está en una red privada. Usa una a la que se llegue desde internet."
    ),
    "A workspace has at most %(n)s webhooks.": "Un espacio tiene como mucho %(n)s webhooks.",
    "There is no event %(name)s.": "No existe el evento %(name)s.",
    "Choose at least one event.": "Elige al menos un evento.",
    "A lead is handed to you": "Te entregan un lead",
    "An answer to a hand-off is late": "Una respuesta a una entrega va tarde",
    "A task is due": "Vence una tarea",
    "Somebody mentioned you": "Alguien te mencionó",
    "Long work is finished": "Terminó un trabajo largo",
    "A message may or may not have gone out": "Un mensaje pudo salir o no",
    "A webhook was switched off": "Se apagó un webhook",
    "A workflow was paused": "Se pausó un workflow",
    "%(count)s leads were handed to you.": "Te han entregado %(count)s leads.",
    "%(lead)s was handed to you: accept or return it.": "Te han entregado %(lead)s: acéptalo o devuélvelo.",
    "%(lead)s still waits for an answer from Sales.": "%(lead)s sigue esperando respuesta de Ventas.",
    "Sales returned %(lead)s.": "Ventas devolvió %(lead)s.",
    "Due now: %(title)s, %(lead)s": "Vence ahora: %(title)s, %(lead)s",
    "%(name)s mentioned you in a note on %(lead)s.": "%(name)s te mencionó en una nota sobre %(lead)s.",
    "Finished: %(title)s": "Terminado: %(title)s",
    "Failed: %(title)s": "Falló: %(title)s",
    "Canceled: %(title)s": "Cancelado: %(title)s",
    (
        "%(count)s message may or may not have gone out: decide.",
        "%(count)s messages may or may not have gone out: decide.",
    ): (
        "%(count)s mensaje pudo salir o no: decide.",
        "%(count)s mensajes pudieron salir o no: decide.",
    ),
    "The numbers are those of the last 1,000 deliveries of each.": (
        "Las cifras son las de los últimos 1.000 envíos de cada uno."
    ),
    "The webhook %(name)s was switched off, since it no longer answers.": (
        "El webhook %(name)s se apagó, porque ya no responde."
    ),
    "The workflow %(name)s was paused.": "El workflow %(name)s se ha pausado.",
    "You get this as a member of %(name)s. Choose what to be told: %(url)s": (
        "Recibes esto como miembro de %(name)s. Elige qué quieres saber: %(url)s"
    ),
    "What you call it, for example: our ERP": "Cómo lo llamas, por ejemplo: nuestro ERP",
    "It gets a signed POST for each event and should answer 2xx within 15 seconds.": (
        "Recibe un POST firmado por cada evento y debe responder 2xx en 15 segundos."
    ),
    "Events": "Eventos",
    "Webhook saved.": "Webhook guardado.",
    "Webhook switched on.": "Webhook encendido.",
    "Webhook switched off.": "Webhook apagado.",
    "Test event on its way. Reload to see its answer.": (
        "El evento de prueba va de camino. Recarga para ver su respuesta."
    ),
    ("%(n)s delivery goes out again.", "%(n)s deliveries go out again."): (
        "%(n)s envío sale de nuevo.",
        "%(n)s envíos salen de nuevo.",
    ),
    "Webhook deleted.": "Webhook eliminado.",
    "Under way": "En curso",
    "Delivered": "Entregado",
    "Saved how you want to be told.": "Guardado cómo quieres enterarte.",
    "Notifications": "Notificaciones",
    "What to tell me": "Qué avisarme",
    "Notifications in the app and by mail": "Avisos en la aplicación y por correo",
    "Webhooks": "Webhooks",
    "Tell other systems what happens here": "Cuenta a otros sistemas lo que pasa aquí",
    "Other systems hear at once of what happens here. Every delivery is signed, tried again for three days, and logged.": (
        "Otros sistemas se enteran al momento de lo que pasa aquí. Cada envío va firmado, se reintenta durante tres "
        "días y queda registrado."
    ),
    "Add webhook": "Añadir webhook",
    "on": "encendido",
    ("webhook", "off"): "apagado",
    "No webhook yet. With one, your ERP or chat hears of a hand-off the moment it happens.": (
        "Aún no hay webhooks. Con uno, tu ERP o tu chat se entera de una entrega en cuanto ocurre."
    ),
    "Secret of the webhook": "Secreto del webhook",
    "Change webhook": "Cambiar webhook",
    "Copy the secret now: the other side checks signatures with it. It is not shown again.": (
        "Copia el secreto ahora: el otro lado comprueba las firmas con él. No se vuelve a mostrar."
    ),
    "Signed as the Standard Webhooks specification says: headers webhook-id, webhook-timestamp, webhook-signature.": (
        "Firmado como dice la especificación Standard Webhooks: cabeceras webhook-id, webhook-timestamp y "
        "webhook-signature."
    ),
    "Change": "Cambiar",
    "Copy secret": "Copiar secreto",
    "Secret copied": "Secreto copiado",
    "Send a test": "Enviar una prueba",
    "Switch off": "Apagar",
    "Switch on": "Encender",
    "Turn the secret": "Renovar el secreto",
    "Send all failed again": "Reenviar los fallidos",
    "Switched off: the other side answered 410, which means that this address is gone for good.": (
        "Apagado: el otro lado respondió 410, es decir, esta dirección ya no existe."
    ),
    "Switched off: the other side took nothing for three days. Mend it there, then switch it on and send the failed ones again.": (
        "Apagado: el otro lado no aceptó nada en tres días. Arréglalo allí, enciéndelo y reenvía los fallidos."
    ),
    "Deliveries": "Envíos",
    "Tries": "Intentos",
    "Next try": "Próximo intento",
    "Send again": "Enviar de nuevo",
    "Nothing was sent here yet. Send a test to see how the other side answers.": (
        "Aún no se ha enviado nada. Envía una prueba para ver cómo responde el otro lado."
    ),
    "Mark all as read": "Marcar todo como leído",
    "Unread:": "Sin leer:",
    "Nothing to tell yet. When a lead is handed to you it appears here at once.": (
        "Aún no hay avisos. Cuando te entreguen un lead aparecerá aquí al momento."
    ),
    "What to tell me, and where": "Qué avisarme y dónde",
    "In the app": "En la aplicación",
    "By mail": "Por correo",
    "Webhook changed": "Webhook cambiado",
    "Webhook added": "Webhook añadido",
    "Webhook deleted": "Webhook eliminado",
    "Secret of a webhook turned": "Secreto de un webhook renovado",
    "Notification by mail": "Aviso por correo",
    "Reminder of a task": "Recordatorio de una tarea",
}
