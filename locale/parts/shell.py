"""Spanish of the frame, the components, sign-in and the error pages."""

TRANSLATIONS = {
    "Remove": "Quitar",
    # time
    "%(time)s late": "%(time)s tarde",
    ("%(days)d d", "%(days)d d"): ("%(days)d d", "%(days)d d"),
    ("date format", "D j"): "D j",
    ("date format", "j F Y"): r"j \d\e F \d\e Y",
    ("date format", "j F Y, H:i"): r"j \d\e F \d\e Y, H:i",
    ("date format", "j F"): r"j \d\e F",
    ("date format", "j M Y"): "j b Y",
    ("date format", "j M"): "j b",
    "Today": "Hoy",
    "Today %(hour)s": "Hoy %(hour)s",
    "Tomorrow %(hour)s": "Mañana %(hour)s",
    "Yesterday": "Ayer",
    "yesterday": "ayer",
    "now": "ahora",
    # marks
    "grade": "grado",
    "no grade": "sin grado",
    "Amber": "Ámbar",
    "hand to Sales": "pasar a Ventas",
    "review": "revisar",
    "nurture": "nutrir",
    "Not scored yet": "Aún sin puntuar",
    "No step": "Sin paso",
    "Nobody": "Nadie",
    # frame
    "Skip to content": "Saltar al contenido",
    "Main": "Principal",
    "Main, phone": "Principal, móvil",
    "Manage": "Gestión",
    "More": "Más",
    "Workspaces": "Espacios de trabajo",
    "Switch workspace": "Cambiar de espacio de trabajo",
    "Search": "Buscar",
    "Search…": "Buscar…",
    "Create": "Crear",
    "Theme": "Tema",
    "System": "Sistema",
    ("theme", "Light"): "Claro",
    "Dark": "Oscuro",
    "Rows": "Filas",
    "Compact": "Compactas",
    "Comfortable": "Amplias",
    "Single-key shortcuts": "Atajos de una tecla",
    "On": "Sí",
    "Off": "No",
    "Sign out": "Cerrar sesión",
    # keys
    "Keyboard shortcuts": "Atajos de teclado",
    "On this page": "En esta página",
    "Everywhere": "En todas partes",
    "In a list": "En una lista",
    "Show this list": "Mostrar esta lista",
    "Back, close": "Volver, cerrar",
    "Next, previous row": "Fila siguiente, anterior",
    "Open the row": "Abrir la fila",
    "Select the row": "Elegir la fila",
    "Single keys are off; switch them on in the menu with your name.": (
        "Las teclas sueltas están desactivadas; actívalas en el menú con tu nombre."
    ),
    "Single keys can be switched off in the menu with your name.": (
        "Puedes desactivar las teclas sueltas en el menú con tu nombre."
    ),
    # components
    "(optional)": "(opcional)",
    "Cancel": "Cancelar",
    "Clear all": "Quitar todos",
    "Close": "Cerrar",
    "Empty": "Vacío",
    "Filter": "Filtrar",
    "More actions": "Más acciones",
    "Move": "Mover",
    "Move %(title)s to": "Mover %(title)s a",
    "Next": "Siguientes",
    "Pages": "Páginas",
    "Previous": "Anteriores",
    "Reload": "Recargar",
    "Remove the filter %(name)s": "Quitar el filtro %(name)s",
    "Select %(label)s": "Elegir %(label)s",
    "Select every row of the page": "Elegir todas las filas de la página",
    "Show more": "Ver más",
    "Stop": "Detener",
    "There is a problem": "Hay un problema",
    "Undo": "Deshacer",
    "You can leave this page; the work goes on.": "Puedes salir de esta página; el trabajo sigue.",
    "That did not work. Try again in a moment.": "No ha funcionado. Inténtalo de nuevo en un momento.",
    "No connection. Nothing was saved; try again.": (
        "Sin conexión. No se ha guardado nada; inténtalo de nuevo."
    ),
    # sign-in
    "Sign in": "Iniciar sesión",
    "Sample sign-ins": "Accesos de ejemplo",
    "No account yet? Ask an administrator of your workspace for an invitation.": (
        "¿Aún no tienes cuenta? Pide una invitación a quien administra tu espacio de trabajo."
    ),
    "Your work is saved. You can sign in again at any time.": (
        "Tu trabajo está guardado. Puedes volver a entrar cuando quieras."
    ),
    "Reset your password": "Restablecer la contraseña",
    "Enter the e-mail address you sign in with. We will send you a link.": (
        "Escribe el correo con el que entras. Te enviaremos un enlace."
    ),
    "Send the link": "Enviar el enlace",
    "Back to sign-in": "Volver a iniciar sesión",
    "Check your mail": "Mira tu correo",
    "If the address belongs to an account, a link to choose a new password is on its way.": (
        "Si la dirección es de una cuenta, va de camino un enlace para elegir otra contraseña."
    ),
    "Nothing after a few minutes? Look in the spam folder, or ask an administrator of your workspace.": (
        "¿Nada tras unos minutos? Mira en el correo no deseado o pregunta a quien administra tu espacio de trabajo."
    ),
    "Choose a new password": "Elige una contraseña nueva",
    "This link has expired": "Este enlace ha caducado",
    "It was used already, or is too old. Ask for a new one.": "Ya se usó o es demasiado antiguo. Pide otro.",
    "Send a new link": "Enviar otro enlace",
    "Save the password": "Guardar la contraseña",
    "Password changed": "Contraseña cambiada",
    "Change your password": "Cambiar la contraseña",
    "By invitation": "Con invitación",
    "Accounts are made by invitation. Ask an administrator of your workspace for a link.": (
        "Las cuentas se crean con invitación. Pide un enlace a quien administra tu espacio de trabajo."
    ),
    "This account is switched off": "Esta cuenta está desactivada",
    "Ask an administrator of your workspace to switch it on again.": (
        "Pide a quien administra tu espacio de trabajo que la vuelva a activar."
    ),
    # refusals
    "Go to the start": "Ir al inicio",
    "Try again": "Reintentar",
    "This request cannot be read": "No se puede leer esta petición",
    "Something in the address or the form is damaged. Go back, reload the page and try again.": (
        "Algo en la dirección o en el formulario está dañado. Vuelve atrás, recarga la página e inténtalo de nuevo."
    ),
    "You may not see this page": "No puedes ver esta página",
    "Your role does not include it. An administrator of the workspace can change that.": (
        "Tu rol no la incluye. Quien administra el espacio de trabajo puede cambiarlo."
    ),
    "This page was open too long": "Esta página llevaba demasiado tiempo abierta",
    "For your safety the form expired. Go back, reload the page and send it again.": (
        "Por seguridad, el formulario ha caducado. Vuelve atrás, recarga la página y envíalo de nuevo."
    ),
    "There is no such page": "Esa página no existe",
    "The address is wrong, or what it led to is no longer there.": (
        "La dirección no es correcta, o lo que había ya no está."
    ),
    "That is no longer possible": "Eso ya no es posible",
    "Somebody changed this a moment ago. Reload the page to see how it stands.": (
        "Alguien lo ha cambiado hace un momento. Recarga la página para ver cómo está."
    ),
    "Too many tries": "Demasiados intentos",
    "Wait a minute, then try again. Nothing is lost.": (
        "Espera un minuto e inténtalo de nuevo. No se pierde nada."
    ),
    "Something broke on our side": "Algo ha fallado por nuestra parte",
    "The fault was recorded. What you had saved before is safe; try again in a moment.": (
        "El fallo ha quedado registrado. Lo que habías guardado está a salvo; inténtalo de nuevo en un momento."
    ),
    "Back in a moment": "Volvemos en un momento",
    "The system is starting or being updated. Inquiries that arrive meanwhile are kept.": (
        "El sistema está arrancando o actualizándose. Las consultas que lleguen mientras tanto se guardan."
    ),
    # the API's and the pager's refusals
    "Some values are missing or wrong.": "Faltan valores o hay valores incorrectos.",
    "The body is larger than is accepted.": "El cuerpo es mayor de lo que se acepta.",
    "The body is not JSON that can be read: %(reason)s.": (
        "El cuerpo no es un JSON que se pueda leer: %(reason)s."
    ),
    "There is nothing here.": "Aquí no hay nada.",
    "This order is not offered.": "Este orden no se ofrece.",
    "This order is not offered. Use one of: %(names)s.": "Este orden no se ofrece. Usa uno de: %(names)s.",
    "This page link belongs to another order. Start again from the first page.": (
        "Este enlace de página es de otro orden. Empieza de nuevo por la primera página."
    ),
    "This page link is damaged. Start again from the first page.": (
        "Este enlace de página está dañado. Empieza de nuevo por la primera página."
    ),
    "You may not do this.": "No puedes hacer esto.",
    # Django and allauth, in our voice
    "This field is required.": "Falta este dato.",
    "Enter a valid email address.": "Escribe una dirección de correo completa, como nombre@ejemplo.es.",
    "Enter a valid date.": "Escribe una fecha que exista.",
    "Enter a valid date/time.": "Escribe una fecha y una hora que existan.",
    "Enter a valid URL.": "Escribe una dirección web completa, como https://www.ejemplo.es.",
    "Enter a whole number.": "Escribe un número entero.",
    "Enter a number.": "Escribe un número.",
    "Ensure this value is greater than or equal to %(limit_value)s.": "Escribe %(limit_value)s o más.",
    "Ensure this value is less than or equal to %(limit_value)s.": "Escribe %(limit_value)s o menos.",
    "Select a valid choice. That choice is not one of the available choices.": (
        "Elige una de las opciones: esa ya no está."
    ),
    "Select a valid choice. %(value)s is not one of the available choices.": (
        "Elige una de las opciones: %(value)s no está entre ellas."
    ),
    "Your password can’t be too similar to your other personal information.": (
        "No se parece a tu nombre ni a tu correo."
    ),
    "Your password can’t be a commonly used password.": "No es una contraseña de uso común.",
    "Your password can’t be entirely numeric.": "No son solo cifras.",
    "Forgot your password?": "¿Has olvidado la contraseña?",
    "The email address and/or password you specified are not correct.": (
        "El correo o la contraseña no son correctos."
    ),
    (
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ): ("Tiene %(min_length)d carácter o más.", "Tiene %(min_length)d caracteres o más."),
    (
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ): (
        "Como mucho %(limit_value)d carácter; ahora tiene %(show_value)d.",
        "Como mucho %(limit_value)d caracteres; ahora tiene %(show_value)d.",
    ),
}
