"""Spanish of hooks: addresses that platforms, form services and other programs post leads to."""

TRANSLATIONS = {
    # reasons
    "The secret or the signature is wrong": "El secreto o la firma no es correcto",
    "Nobody has said which value is what": "Nadie ha dicho qué es cada valor",
    "Holds only an id; the platform keeps the rest": "Solo trae un identificador; lo demás lo guarda la plataforma",
    "A test of the platform": "Una prueba de la plataforma",
    "Told twice by the platform": "La plataforma lo envió dos veces",
    "Tells of something else than a lead": "No trata de un lead",
    "Nothing is set aside. Tests of platforms, what they tell twice and machines' mails are kept here.": (
        "No hay nada apartado. Aquí se guardan las pruebas de las plataformas, lo que envían dos veces y los correos "
        "de máquinas."
    ),
    # refusals
    "There is no preset “%(name)s”. There are: %(names)s.": "No existe el tipo «%(name)s». Existen: %(names)s.",
    "Some values have nowhere to go.": "Algunos valores no tienen adónde ir.",
    "A mapping names at most 500 values.": "Se pueden asignar 500 valores como mucho.",
    "There is no hook here.": "Aquí no hay ninguna dirección de entrada.",
    "This hook is switched off.": "Esta dirección está desactivada.",
    "The word that proves who asks is not ours.": "La palabra que demuestra quién pregunta no es la nuestra.",
    "Too many posts at once. Send it again in a minute.": "Demasiados envíos a la vez. Repítelo dentro de un minuto.",
    "The secret or the signature is wrong, or too old.": "El secreto o la firma no es correcto, o ha caducado.",
    "Thank you. We have received your message.": "Gracias. Hemos recibido tu mensaje.",
    # pages
    "Incoming webhooks": "Webhooks entrantes",
    "Ad platforms, form services and other programs send leads here": (
        "Plataformas de anuncios, servicios de formularios y otros programas envían leads aquí"
    ),
    "Addresses that ad platforms, form services and other programs post leads to. Whatever comes is kept first and read afterwards.": (
        "Direcciones a las que plataformas de anuncios, servicios de formularios y otros programas envían leads. "
        "Lo que llega se guarda primero y se lee después."
    ),
    "No address yet. With one, a lead of Google Ads, Meta or a form service is here the moment it is sent.": (
        "Aún no hay ninguna dirección. Con una, el lead de Google Ads, Meta o un servicio de formularios está aquí en "
        "cuanto se envía."
    ),
    "Who posts": "Quién envía",
    "Who will post": "Quién va a enviar",
    "Posts": "Envíos",
    "Last one": "El último",
    ("webhook", "waiting"): "esperando",
    "Shared secret": "Secreto compartido",
    "Page": "Página",
    "Referrer": "Página de procedencia",
    "What the other side signs with or sends along. You can add it later.": (
        "Con lo que firma el otro lado, o lo que envía junto con los datos. Puedes añadirlo después."
    ),
    "Leave it empty to keep the one that is stored.": "Déjalo vacío para conservar el que está guardado.",
    "Believe whoever knows the address, without a secret": "Creer a quien conozca la dirección, sin secreto",
    "Sites a form may lead on to": "Sitios a los que un formulario puede llevar",
    "One a line, such as www.example.com. The site the form stands on is always allowed.": (
        "Uno por línea, por ejemplo www.example.com. El sitio donde está el formulario siempre vale."
    ),
    "Switched off: what is posted is refused.": "Desactivada: lo que se envíe se rechaza.",
    "Posts arrive here.": "Los envíos llegan.",
    "Waiting for the first post…": "Esperando el primer envío…",
    "Which value is what": "Qué es cada valor",
    "Checked at every post": "Se comprueba en cada envío",
    "None: whoever knows the address is believed": "Ninguno: se cree a quien conozca la dirección",
    "Mapped by hand": "Asignado a mano",
    ("%(count)s value", "%(count)s values"): ("%(count)s valor", "%(count)s valores"),
    "What came": "Lo que ha llegado",
    "Read held ones again": "Volver a leer las retenidas",
    "Map it": "Asignar",
    "Switched on.": "Activada.",
    "Switched off. What is posted now is refused.": "Desactivada. Lo que se envíe ahora se rechaza.",
    "Saved. What comes from now on is read so.": "Guardado. Lo que llegue a partir de ahora se lee así.",
    ("%(count)d post is read again.", "%(count)d posts are read again."): (
        "Se vuelve a leer %(count)d envío.",
        "Se vuelven a leer %(count)d envíos.",
    ),
    "Choose where each value goes; the lead it makes follows.": (
        "Elige adónde va cada valor; el lead que resulta cambia con ello."
    ),
    "Post of": "Envío del",
    "none was sent": "no venía ninguno",
    "signed too long ago": "firmado hace demasiado tiempo",
    "our own copy of the secret cannot be opened": "nuestra copia del secreto no se puede abrir",
    "Nothing came yet. Post once, or send a test from the platform, and its values stand here.": (
        "Aún no ha llegado nada. Haz un envío, o manda una prueba desde la plataforma, y sus valores aparecerán aquí."
    ),
    "%(some)s of %(all)s": "%(some)s de %(all)s",
    "Leave out": "No usar",
    "Keep as text": "Guardar como texto",
    "Several leads in one post": "Varios leads en un envío",
    "Where the leads are": "Dónde están los leads",
    "The path of the list, with [] where it stands: leads[] or entry[].changes[].value. Empty: the whole post is one lead, or as the platform documents it.": (
        "La ruta de la lista, con [] donde está: leads[] o entry[].changes[].value. Vacío: todo el envío es un lead, o "
        "como lo documenta la plataforma."
    ),
    "The lead it makes": "El lead que resulta",
    "chosen by you": "elegido por ti",
    "as documented": "según su documentación",
    "guessed": "deducido",
    "Own fields": "Campos propios",
    "ID in the other system": "Identificador en el otro sistema",
    "Incoming webhook made": "Webhook entrante creado",
    "Secret of an incoming webhook changed": "Secreto de un webhook entrante cambiado",
    "Incoming webhook switched off": "Webhook entrante desactivado",
    "Incoming webhook switched on": "Webhook entrante activado",
    # presets
    "Any form or program": "Cualquier formulario o programa",
    "Paste the address as webhook URL, or as action of a form. Post once, then say which value is what.": (
        "Pega la dirección como URL de webhook, o como action de un formulario. Haz un envío y di qué es cada valor."
    ),
    "Sent as header X-Hook-Secret, as Authorization: Bearer, as ?key=, or used to sign (Standard Webhooks).": (
        "Se envía en la cabecera X-Hook-Secret, en Authorization: Bearer, en ?key=, o sirve para firmar (Standard "
        "Webhooks)."
    ),
    "Paste the address where the service asks for a webhook URL.": (
        "Pega la dirección donde el servicio pide la URL de un webhook."
    ),
    "Google Ads → Assets → Lead form → Export leads: paste the address as Webhook URL and the secret as Key.": (
        "Google Ads → Recursos → Formulario de clientes potenciales → Exportar: pega la dirección como URL de webhook y "
        "el secreto como clave."
    ),
    "The key you write into the lead form. Google sends it back as google_key.": (
        "La clave que escribes en el formulario. Google la devuelve como google_key."
    ),
    "Meta for Developers → your app → Webhooks → Page: paste the address as Callback URL, subscribe to leadgen. The verify token is the secret, or the last part of the address. Meta sends ids only: post the lead itself (field_data) here, as connectors do.": (
        "Meta for Developers → tu app → Webhooks → Page: pega la dirección como URL de devolución y suscríbete a "
        "leadgen. El token de verificación es el secreto, o la última parte de la dirección. Meta solo envía "
        "identificadores: envía aquí el lead mismo (field_data), como hacen los conectores."
    ),
    "The app secret, with which Meta signs.": "La clave secreta de la app, con la que firma Meta.",
    "LinkedIn developer portal → your app → Webhooks: paste the address; it is confirmed with the client secret. LinkedIn sends ids only: post the lead itself here (formResponse), as connectors do.": (
        "Portal de desarrolladores de LinkedIn → tu app → Webhooks: pega la dirección; se confirma con el secreto de "
        "cliente. LinkedIn solo envía identificadores: envía aquí el lead mismo (formResponse), como hacen los "
        "conectores."
    ),
    "The client secret of your app.": "El secreto de cliente de tu app.",
    "TikTok Ads Manager → Leads → CRM: choose a custom webhook and paste the address.": (
        "TikTok Ads Manager → Clientes potenciales → CRM: elige un webhook propio y pega la dirección."
    ),
    "The client secret of your app, if TikTok signs; else leave it empty.": (
        "El secreto de cliente de tu app, si TikTok firma; si no, déjalo vacío."
    ),
    "Typeform → Connect → Webhooks: paste the address and, under Edit, the secret.": (
        "Typeform → Connect → Webhooks: pega la dirección y, en Edit, el secreto."
    ),
    "The secret you write into the webhook. Typeform signs with it.": (
        "El secreto que escribes en el webhook. Typeform firma con él."
    ),
    "Create a webhook subscription by Calendly's API with this address and the event invitee.created.": (
        "Crea con la API de Calendly una suscripción a webhooks con esta dirección y el evento invitee.created."
    ),
    "The signing key you gave when you created the subscription.": (
        "La clave de firma que diste al crear la suscripción."
    ),
    "Jotform → Settings → Integrations → WebHooks: paste the address.": (
        "Jotform → Configuración → Integraciones → WebHooks: pega la dirección."
    ),
    "Gravity Forms → Settings → Webhooks: request URL, method POST, format JSON, all fields.": (
        "Gravity Forms → Ajustes → Webhooks: URL de la petición, método POST, formato JSON, todos los campos."
    ),
    "Webflow → Site settings → Apps & integrations → Webhooks: form submission, paste the address.": (
        "Webflow → Ajustes del sitio → Apps e integraciones → Webhooks: envío de formulario, pega la dirección."
    ),
    "The secret key of the webhook, or the client secret of your app.": (
        "La clave secreta del webhook, o el secreto de cliente de tu app."
    ),
    "Paste the address into the webhook add-on, or as action of the form.": (
        "Pega la dirección en el complemento de webhooks, o como action del formulario."
    ),
    "Elementor → Form → Actions after submit → Webhook: paste the address.": (
        "Elementor → Formulario → Acciones tras el envío → Webhook: pega la dirección."
    ),
    "In the code of your site, put this address in place of https://api.hsforms.com/submissions/v3/…": (
        "En el código de tu sitio, pon esta dirección en lugar de https://api.hsforms.com/submissions/v3/…"
    ),
    "Only for webhooks of a HubSpot app: its client secret. Forms of a site are not signed.": (
        "Solo para webhooks de una app de HubSpot: su secreto de cliente. Los formularios de un sitio no van firmados."
    ),
    "In the form, change only action= to this address. The page in retURL is followed if it is on the same site.": (
        "En el formulario, cambia solo action= por esta dirección. La página de retURL se sigue si está en el mismo "
        "sitio."
    ),
    "Intercom → Developer hub → your app → Webhooks: paste the address, choose the contact topics.": (
        "Intercom → Developer hub → tu app → Webhooks: pega la dirección y elige los temas de contactos."
    ),
    "Pipedrive → Tools and apps → Webhooks: paste the address, objects person, with the secret as HTTP password.": (
        "Pipedrive → Herramientas y apps → Webhooks: pega la dirección, objeto persona, con el secreto como contraseña "
        "HTTP."
    ),
    "The HTTP password (or user:password) you give to the webhook.": (
        "La contraseña HTTP (o usuario:contraseña) que das al webhook."
    ),
    "The signing key of your CallRail account.": "La clave de firma de tu cuenta de CallRail.",
}
