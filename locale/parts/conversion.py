"""Spanish of deals: accounts, contacts, opportunities, the conversion, pipelines."""

TRANSLATIONS = {
    # what there is
    "Account": "Cuenta",
    "Accounts": "Cuentas",
    "Accounts and contacts": "Cuentas y contactos",
    "Contacts": "Contactos",
    "Opportunity": "Oportunidad",
    "Opportunities": "Oportunidades",
    "Deals": "Ventas",
    "Pipeline": "Proceso de venta",
    "Pipelines": "Procesos de venta",
    "Open": "Abierta",
    ("verb", "Won"): "Ganada",
    ("verb", "Lost"): "Perdida",
    "Amount": "Importe",
    "Amount in %(currency)s": "Importe en %(currency)s",
    "No amount": "Sin importe",
    "Expected close": "Cierre previsto",
    ("pipeline", "Stage"): "Fase",
    ("pipeline", "Stages"): "Fases",
    ("opportunities", "All"): "Todas",
    ("day", "On"): "El día",
    "Closes": "Cierre",
    "Closes until": "Cierra hasta el",
    "closes": "cierra el",
    "Probability": "Probabilidad",
    "Next step on": "Fecha del próximo paso",
    "Age": "Antigüedad",
    "Since": "Desde",
    # the conversion
    "Convert": "Convertir",
    "Convert %(lead)s": "Convertir a %(lead)s",
    "Convert lead": "Convertir lead",
    "Create an opportunity": "Crear una oportunidad",
    "New account: %(name)s": "Cuenta nueva: %(name)s",
    "New contact: %(name)s": "Contacto nuevo: %(name)s",
    "Look for another account": "Buscar otra cuenta",
    "No other account has this name.": "Ninguna otra cuenta se llama así.",
    "Same tax ID": "Mismo NIF",
    "Same domain": "Mismo dominio",
    "Same name": "Mismo nombre",
    "Same e-mail": "Mismo correo",
    "Same name and phone": "Mismo nombre y teléfono",
    "Its contact has this e-mail": "Su contacto tiene este correo",
    "%(lead)s is converted.": "%(lead)s se ha convertido.",
    "The conversion of %(lead)s is undone.": "Se ha deshecho la conversión de %(lead)s.",
    "Not yet": "Todavía no",
    "Only a qualified lead can be converted. This one is in “%(stage)s”.": (
        "Solo se puede convertir un lead cualificado. Este está en «%(stage)s»."
    ),
    "Hand the lead to Sales first.": "Primero entrega el lead a Ventas.",
    "Accept the lead first.": "Primero acepta el lead.",
    "Qualify the lead first.": "Primero cualifica el lead.",
    "Open the lead again first.": "Primero vuelve a abrir el lead.",
    "This contact does not exist.": "Este contacto no existe.",
    "This account does not exist.": "Esta cuenta no existe.",
    "This contact belongs to another account.": "Este contacto es de otra cuenta.",
    "This person belongs to another account. Choose that account, or a new contact.": (
        "Esta persona es de otra cuenta. Elige esa cuenta o un contacto nuevo."
    ),
    "This lead is not converted.": "Este lead no está convertido.",
    "A conversion can be undone for 24 hours.": "Una conversión se puede deshacer durante 24 horas.",
    "Somebody has worked with these records already, so the conversion can no longer be undone.": (
        "Alguien ya ha trabajado con estos registros, así que la conversión ya no se puede deshacer."
    ),
    "Became": "Se convirtió en",
    "Known already": "Ya conocidos",
    "Came from": "Procede de",
    "converted": "convertido",
    # accounts and contacts
    "Create account": "Crear cuenta",
    "Add contact": "Añadir contacto",
    "A person who buys for themselves": "Una persona que compra para sí",
    "Nobody yet.": "Nadie todavía.",
    "Nobody yet. A qualified lead becomes an account and a contact when you convert it.": (
        "Nadie todavía. Un lead cualificado pasa a ser cuenta y contacto al convertirlo."
    ),
    "Find an account": "Buscar una cuenta",
    "Find a contact": "Buscar un contacto",
    "Name, domain or tax ID": "Nombre, dominio o NIF",
    "Name, e-mail or company": "Nombre, correo o empresa",
    "Clear the search": "Quitar la búsqueda",
    "This takes too long. Narrow the search and try again.": (
        "Esto tarda demasiado. Acota la búsqueda y vuelve a intentarlo."
    ),
    "This address means nothing here.": "Esta dirección no significa nada aquí.",
    "Nothing matches.": "No hay coincidencias.",
    "Try fewer words.": "Prueba con menos palabras.",
    "Give a name, an e-mail address or a phone number.": "Indica un nombre, un correo o un teléfono.",
    "A name is needed.": "Hace falta un nombre.",
    "Somebody saved this a moment ago. Reload to see what changed, then try again.": (
        "Alguien lo ha guardado hace un momento. Recarga para ver qué cambió y vuelve a intentarlo."
    ),
    "%(name)s created.": "Se ha creado %(name)s.",
    "%(name)s saved.": "Se ha guardado %(name)s.",
    # opportunities
    "Create opportunity": "Crear oportunidad",
    "Layout": "Disposición",
    "Board": "Tablero",
    "List": "Lista",
    "Everybody": "Todos",
    "Every stage": "Todas las fases",
    "%(total)s in the last 30 days": "%(total)s en los últimos 30 días",
    "%(count)s open · %(total)s · %(weighted)s by probability": (
        "%(count)s en curso · %(total)s · %(weighted)s según probabilidad"
    ),
    "In this stage since": "En esta fase desde",
    "In “%(stage)s” since": "En «%(stage)s» desde",
    "Move to %(stage)s": "Pasar a %(stage)s",
    "No opportunity here.": "Aquí no hay oportunidades.",
    "No opportunity that you may see.": "Ninguna oportunidad que puedas ver.",
    "No opportunity yet. Convert a qualified lead, or create one by hand.": (
        "Todavía no hay oportunidades. Convierte un lead cualificado o crea una a mano."
    ),
    "An opportunity belongs to an account, and there is none yet.": (
        "Una oportunidad pertenece a una cuenta, y todavía no hay ninguna."
    ),
    "What happened before": "Lo que pasó antes",
    "Whole timeline": "Cronología completa",
    "Nothing else is known of this opportunity.": "No se sabe nada más de esta oportunidad.",
    "Open again": "Reabrir",
    "Why was it lost?": "¿Por qué se perdió?",
    "Say why the opportunity is lost.": "Di por qué se pierde la oportunidad.",
    "Close as lost": "Cerrar como perdida",
    "Lose %(name)s": "Dar por perdida: %(name)s",
    "Next step saved.": "Próximo paso guardado.",
    "%(name)s is in “%(stage)s”.": "%(name)s está en «%(stage)s».",
    "%(name)s is won.": "%(name)s: ganada.",
    "%(name)s is lost.": "%(name)s: perdida.",
    "%(name)s is open again.": "%(name)s: abierta de nuevo.",
    "Somebody changed this opportunity a moment ago. Reload to see it, then try again.": (
        "Alguien ha cambiado esta oportunidad hace un momento. Recarga para verla y vuelve a intentarlo."
    ),
    "This opportunity is closed. Open it again first.": "Esta oportunidad está cerrada. Primero reábrela.",
    "This opportunity is open already.": "Esta oportunidad ya está abierta.",
    "This stage does not exist.": "Esta fase no existe.",
    "This stage belongs to another pipeline.": "Esta fase es de otro proceso de venta.",
    "This workspace has no pipeline yet. Add one in the settings.": (
        "Este espacio aún no tiene proceso de venta. Añade uno en los ajustes."
    ),
    "This pipeline has no open stage. Add one in the settings.": (
        "Este proceso de venta no tiene ninguna fase abierta. Añade una en los ajustes."
    ),
    # settings
    "The stages of a sale, and why deals are lost": "Las fases de una venta y por qué se pierden",
    "The way a deal goes, and why some are lost.": "El camino de una venta, y por qué se pierden algunas.",
    "Add pipeline": "Añadir proceso",
    "Rename pipeline": "Renombrar el proceso",
    "Rename": "Renombrar",
    "No pipeline yet.": "Aún no hay procesos de venta.",
    "Add stage": "Añadir fase",
    "Move %(name)s up": "Subir %(name)s",
    "Move %(name)s down": "Bajar %(name)s",
    "End": "Final",
    "In percent: how many of the deals that get here are won.": (
        "En tanto por ciento: cuántas de las ventas que llegan aquí se ganan."
    ),
    "Stage “%(name)s” removed.": "Fase «%(name)s» eliminada.",
    "Reasons for losing": "Motivos de pérdida",
    "Add reason": "Añadir motivo",
    "Rename reason": "Renombrar el motivo",
    "New": "Nueva",
    "Every pipeline ends in won or lost; these stages stay.": (
        "Todo proceso acaba en ganada o perdida; estas fases se quedan."
    ),
    "There are opportunities in this stage. Move them first.": (
        "Hay oportunidades en esta fase. Muévelas antes."
    ),
    "A pipeline needs at least one open stage.": "Un proceso necesita al menos una fase abierta.",
    "Keep at least one reason: a deal is lost for a reason.": (
        "Deja al menos un motivo: una venta se pierde por algo."
    ),
    "Another one has this name.": "Otro tiene ya este nombre.",
    # the API
    "Something named in the request does not exist.": "Algo que nombra la petición no existe.",
    "If-Match holds the version that was read, a number.": "If-Match lleva la versión leída, un número.",
    "Name the account.": "Indica la cuenta.",
    "This reason does not exist.": "Este motivo no existe.",
    "This is no id.": "Esto no es un identificador.",
}
