"""Spanish of what providers tell of mails."""

TRANSLATIONS = {
    ("mail event", "Delivered"): "Entregado",
    ("mail event", "Came back"): "Devuelto",
    ("mail event", "Put off"): "Aplazado",
    ("mail event", "Complained"): "Queja",
    ("mail event", "Unsubscribed"): "Baja",
    ("mail event", "Something else"): "Otra cosa",
    ("mail event", "Acted on"): "Aplicado",
    ("mail event", "Counted"): "Contado",
    ("mail event", "Nothing new"): "Nada nuevo",
    ("mail event", "Older than its opening"): "Anterior a su apertura",
    ("mail event", "Not known here"): "Desconocido aquí",
    ("mail event", "Passed over"): "Pasado por alto",
    "It came back: the address does not exist": "Volvió: la dirección no existe",
    "Its reader complained about it": "Quien lo recibió se quejó",
    "The signature is missing, or was not made with our secret.": (
        "Falta la firma, o no se hizo con nuestro secreto."
    ),
    "The signature is older than five minutes, or of a time to come.": (
        "La firma tiene más de cinco minutos, o es de una hora por venir."
    ),
    "The body holds no events that can be read.": "El cuerpo no contiene sucesos que se puedan leer.",
    "Send at most a thousand events at once.": "Envía como mucho mil sucesos a la vez.",
    "Returned mail": "Correo devuelto",
    "Your mail provider tells this address what came back, who complained and who unsubscribed. Such addresses get no "
    "more mail.": (
        "Tu proveedor de correo comunica a esta dirección qué volvió, quién se quejó y quién se dio de baja. Esas "
        "direcciones no reciben más correo."
    ),
    "What was reported": "Lo comunicado",
    "Effect": "Efecto",
    "Nothing was reported yet.": "Todavía no se ha comunicado nada.",
    "Where to report": "Adónde comunicarlo",
    "Copy address": "Copiar dirección",
    "Address copied": "Dirección copiada",
    "Copy the secret now: the other side signs with it. It is not shown again.": (
        "Copia el secreto ahora: con él firma la otra parte. No se volverá a mostrar."
    ),
    "Make the secret": "Crear el secreto",
    "Secret made": "Secreto creado",
    "Nothing is taken until there is a secret to sign with.": (
        "No se acepta nada hasta que haya un secreto con que firmar."
    ),
    "The former secret counts until": "El secreto anterior vale hasta",
    "Secret for reports on mails made": "Secreto de los avisos de correo creado",
    "Secret for reports on mails turned": "Secreto de los avisos de correo renovado",
}
