"""Spanish of the ways by which mails come in: mailboxes and mail providers."""

TRANSLATIONS = {
    # mailboxes
    "A mailbox that is read": "Un buzón que se lee",
    "Add a mailbox": "Añadir un buzón",
    "Each minute, new mails are fetched from your mailbox by IMAP.": (
        "Cada minuto se recogen por IMAP los correos nuevos de tu buzón."
    ),
    "last read": "última lectura:",
    "not read yet": "aún sin leer",
    "Connecting…": "Conectando…",
    "The server said:": "El servidor dijo:",
    "The mailbox is read every minute.": "El buzón se lee cada minuto.",
    "The connection works. Switch it on, and mails come in.": (
        "La conexión funciona. Actívalo y empezarán a entrar correos."
    ),
    "Reading": "Lectura",
    "Last read": "Última lectura",
    "Next time": "Próxima vez",
    ("%(count)s time in a row", "%(count)s times in a row"): ("%(count)s vez", "%(count)s veces seguidas"),
    "In the folder": "En la carpeta",
    ("%(count)s mail", "%(count)s mails"): ("%(count)s correo", "%(count)s correos"),
    "Taken so far": "Recogidos hasta ahora",
    "Left there": "Dejados allí",
    (
        "%(count)s mail over %(n)s MB, not marked",
        "%(count)s mails over %(n)s MB, not marked",
    ): (
        "%(count)s correo de más de %(n)s MB, sin marcar",
        "%(count)s correos de más de %(n)s MB, sin marcar",
    ),
    "Newest mail": "Último correo",
    "Read now": "Leer ahora",
    "Test the connection": "Probar la conexión",
    "IMAP server": "Servidor IMAP",
    "Security": "Seguridad",
    "Folder": "Carpeta",
    "Taken mails": "Correos recogidos",
    "Remove this mailbox": "Quitar este buzón",
    "Save and test": "Guardar y probar",
    "Change the mailbox": "Cambiar el buzón",
    "Switched off. Mails stay in the mailbox.": "Desactivado. Los correos se quedan en el buzón.",
    "Mailbox removed. What came stays.": "Buzón quitado. Lo que llegó se queda.",
    "At most %(limit)s mailboxes are read.": "Se leen como mucho %(limit)s buzones.",
    "This folder of this mailbox is read already.": "Esta carpeta de este buzón ya se lee.",
    # their form
    "Such as imap.example.com.": "Por ejemplo, imap.example.com.",
    "Port": "Puerto",
    "User": "Usuario",
    "Mostly the whole address.": "Casi siempre, la dirección entera.",
    "Gmail, iCloud and Yahoo want an app password. It is kept sealed and shown to nobody.": (
        "Gmail, iCloud y Yahoo piden una contraseña de aplicación. Se guarda sellada y no se muestra a nadie."
    ),
    "What to do with mails that were taken": "Qué hacer con los correos recogidos",
    "Folder to move them to": "Carpeta a la que moverlos",
    "Make it in the mailbox first. Only needed for moving.": "Créala antes en el buzón. Solo hace falta para mover.",
    "Also take the mails that lie there already": "Recoger también los correos que ya están allí",
    "Give the name of a server, without https:// or a path.": "Pon el nombre de un servidor, sin https:// ni ruta.",
    "It holds characters that cannot be typed.": "Contiene caracteres que no se pueden teclear.",
    "Name the folder.": "Di qué carpeta.",
    "Name another folder than the one that is read.": "Pon otra carpeta que no sea la que se lee.",
    "TLS from the start (port 993)": "TLS desde el principio (puerto 993)",
    "STARTTLS (port 143)": "STARTTLS (puerto 143)",
    "Mark them as read": "Marcarlos como leídos",
    "Move them to another folder": "Moverlos a otra carpeta",
    "Leave them as they are": "Dejarlos como están",
    # what can be wrong
    "This server lies in a private network, or the port is none of 993 and 143.": (
        "Este servidor está en una red privada, o el puerto no es 993 ni 143."
    ),
    "There is no server of this name.": "No hay ningún servidor con ese nombre.",
    "The server does not answer. Check the name and the port.": (
        "El servidor no responde. Comprueba el nombre y el puerto."
    ),
    "The server was too slow, and the connection was closed.": (
        "El servidor iba demasiado lento y se cerró la conexión."
    ),
    "The server's certificate is not valid for this name. Use the name that stands in it.": (
        "El certificado del servidor no vale para este nombre. Usa el nombre que figura en él."
    ),
    "TLS did not come about. Try the other way of security.": "No se logró TLS. Prueba la otra forma de seguridad.",
    "The server refuses user and password. Many providers want an app password instead of the usual one.": (
        "El servidor rechaza el usuario y la contraseña. Muchos proveedores piden una contraseña de aplicación en lugar "
        "de la habitual."
    ),
    "The mailbox has no such folder.": "El buzón no tiene esa carpeta.",
    "The folder that read mails are moved to does not exist.": (
        "No existe la carpeta a la que se mueven los correos recogidos."
    ),
    "The server answered something that was not understood.": "El servidor respondió algo que no se entendió.",
    "The password cannot be opened any more. Type it again.": (
        "La contraseña ya no se puede abrir. Vuelve a escribirla."
    ),
    # mail providers
    "A mail provider that posts": "Un proveedor de correo que envía",
    "Add a mail provider": "Añadir un proveedor de correo",
    "Mailgun, Postmark, SendGrid, Amazon SES and others post each mail to an address of ours the moment it comes.": (
        "Mailgun, Postmark, SendGrid, Amazon SES y otros envían cada correo a una dirección nuestra en cuanto llega."
    ),
    "last post": "último envío:",
    "nothing came yet": "aún no llegó nada",
    "Mail provider": "Proveedor de correo",
    "Make its address": "Crear su dirección",
    "Amazon asks whether its topic may post here.": "Amazon pregunta si su tema puede enviar aquí.",
    "Confirm at Amazon": "Confirmar en Amazon",
    "Nothing is believed yet: the secret is missing.": "Todavía no se acepta nada: falta el secreto.",
    "Mails arrive here.": "Aquí llegan correos.",
    "Waiting for the first mail…": "Esperando el primer correo…",
    "The password in it is shown only now. Paste the whole address before you leave this page.": (
        "La contraseña que contiene solo se muestra ahora. Pega la dirección entera antes de salir de esta página."
    ),
    (
        "With the password in it, the address was shown when the password was made. A new one makes the former worthless "
        "at once."
    ): (
        "La dirección con la contraseña se mostró al crearla. Si haces otra, la anterior deja de valer al momento."
    ),
    "The provider signs nothing, so a password goes into the address.": (
        "El proveedor no firma nada; por eso la dirección lleva una contraseña."
    ),
    "Make a new password": "Hacer otra contraseña",
    "Make the password": "Crear la contraseña",
    "A key is stored. Another one takes its place.": "Hay una clave guardada. Si pones otra, la sustituye.",
    "Last post": "Último envío",
    "It holds characters that no key has.": "Contiene caracteres que no tiene ninguna clave.",
    "This address is switched off.": "Esta dirección está desactivada.",
    "The password is missing.": "Falta la contraseña.",
    "The secret or the signature is wrong.": "El secreto o la firma no es correcto.",
    "The mail is empty, or larger than %(limit)s MB.": "El correo está vacío o pasa de %(limit)s MB.",
    # what to do at each of them
    (
        "Receipt rule with the action SNS, encoding Base64, and an HTTPS subscription of its topic to this address. Mails "
        "up to 150 KB; larger ones would need S3."
    ): (
        "Regla de recepción con la acción SNS, codificación Base64, y una suscripción HTTPS de su tema a esta dirección. "
        "Correos de hasta 150 KB; los mayores necesitarían S3."
    ),
    "Inbound parsing: a webhook of type inbound with this address. Files are named, but not fetched from Brevo.": (
        "Inbound parsing: un webhook de tipo inbound con esta dirección. Los archivos se nombran, pero no se traen de "
        "Brevo."
    ),
    "Inbound route with this address; then paste the route's secret here.": (
        "Ruta de entrada (inbound route) con esta dirección; después pega aquí el secreto de la ruta."
    ),
    "Secret of the inbound route": "Secreto de la ruta de entrada",
    "Route with forward() to this address: it ends in mime, so the whole source comes.": (
        "Ruta con forward() a esta dirección: acaba en mime, así que llega el original entero."
    ),
    "HTTP webhook signing key": "Clave de firma de webhooks (HTTP webhook signing key)",
    "Parse API: a parseroute whose Url is this address.": "Parse API: un parseroute cuya Url es esta dirección.",
    "Inbound domain with a route to this address; then paste the webhook's key here.": (
        "Dominio de entrada con una ruta a esta dirección; después pega aquí la clave del webhook."
    ),
    "Key of the webhook": "Clave del webhook",
    "HTTP endpoint with this address, raw message, and a route to it; then paste the public key here.": (
        "HTTP endpoint con esta dirección, mensaje original (raw) y una ruta hacia él; después pega aquí la clave pública."
    ),
    "Public key (the p= of Postal's DKIM record)": "Clave pública (la p= del registro DKIM de Postal)",
    "Inbound stream, webhook: this address. Tick that the raw email content is included.": (
        "Inbound stream, webhook: esta dirección. Marca que se incluya el contenido original (raw email content)."
    ),
    "Inbound Parse with this address. Tick that the raw, full MIME message is posted.": (
        "Inbound Parse con esta dirección. Marca que se envíe el mensaje MIME completo (raw)."
    ),
    "Inbound domain, and a relay webhook with this address as its target.": (
        "Dominio de entrada y un relay webhook con esta dirección como destino."
    ),
    "These are reports on mails that left. Choose inbound mail at Mandrill.": (
        "Son avisos sobre correos que salieron. Elige el correo entrante en Mandrill."
    ),
    "These are reports on mails that left. Make a relay webhook at SparkPost.": (
        "Son avisos sobre correos que salieron. Crea un relay webhook en SparkPost."
    ),
    "These are reports on mails that left. Make an inbound route at MailerSend.": (
        "Son avisos sobre correos que salieron. Crea una ruta de entrada en MailerSend."
    ),
    "These are reports on mails that left. Make an HTTP endpoint at Postal, with raw messages.": (
        "Son avisos sobre correos que salieron. Crea un HTTP endpoint en Postal, con mensajes originales (raw)."
    ),
    "These are reports on mails that left. Publish what SES receives to this topic.": (
        "Son avisos sobre correos que salieron. Publica en este tema lo que SES recibe."
    ),
    "The notice holds no mail. Choose the action SNS, not S3, in the receipt rule.": (
        "El aviso no trae ningún correo. Elige la acción SNS, no S3, en la regla de recepción."
    ),
    # the log
    "Mailbox": "Buzón",
    "Mailbox added": "Buzón añadido",
    "Mailbox changed": "Buzón cambiado",
    "Mailbox removed": "Buzón quitado",
    "Mailbox switched off": "Buzón desactivado",
    "Mailbox switched on": "Buzón activado",
    "Address for a mail provider made": "Dirección para un proveedor de correo creada",
    "Secret of a mail provider changed": "Secreto de un proveedor de correo cambiado",
    "Address for a mail provider switched off": "Dirección para un proveedor de correo desactivada",
    "Address for a mail provider switched on": "Dirección para un proveedor de correo activada",
}
