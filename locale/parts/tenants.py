"""Spanish for workspaces, people, keys, background work, and the API's own words."""

TRANSLATIONS: dict[str | tuple[str, str], str | tuple[str, str]] = {
    "English": "Inglés",
    "Spanish": "Español",
    # Roles and navigation
    "Administrator": "Administrador",
    "Marketer": "Marketing",
    "Sales manager": "Jefe de ventas",
    "Sales rep": "Comercial",
    "Viewer": "Lector",
    "Profile": "Perfil",
    "Your name, language and password": "Tu nombre, idioma y contraseña",
    "Workspace": "Espacio de trabajo",
    "Name, language, time zone, currency": "Nombre, idioma, zona horaria, moneda",
    "People and teams": "Personas y equipos",
    "Invitations, roles, who sees whose leads": "Invitaciones, roles, quién ve los leads de quién",
    "API keys": "Claves de API",
    "For programs and web pages": "Para programas y páginas web",
    "Background work": "Trabajo en segundo plano",
    "What failed and can be tried again, jobs under way": (
        "Lo que falló y se puede reintentar, trabajos en curso"
    ),
    "Audit log": "Registro de auditoría",
    "Who changed what": "Quién cambió qué",
    # Forms
    "Default language": "Idioma predeterminado",
    "For new people, forms and mails. Everybody may choose their own.": (
        "Para personas nuevas, formularios y correos. Cada uno puede elegir el suyo."
    ),
    "Time zone": "Zona horaria",
    "Currency": "Moneda",
    "Public holidays and phone numbers follow it.": (
        "De él dependen los festivos y los números de teléfono."
    ),
    "Role": "Rol",
    "Team": "Equipo",
    "No team": "Sin equipo",
    "May sign in to this workspace": "Puede entrar en este espacio de trabajo",
    "Switching off keeps everything the person did.": (
        "Al desactivarla se conserva todo lo que hizo la persona."
    ),
    "Where it will be used, e.g. “Web shop”.": "Dónde se usará, p. ej. «Tienda web».",
    "Kind": "Tipo",
    "Secret": "Secreta",
    "Publishable": "Publicable",
    "Secret: for a server, with the scopes below": "Secreta: para un servidor, con los permisos de abajo",
    "Publishable: for browsers, posts inquiries from the pages below": (
        "Publicable: para navegadores, envía consultas desde las páginas de abajo"
    ),
    "Scopes": "Permisos",
    "Everything": "Todo",
    "Pages that may use it": "Páginas que pueden usarla",
    "One origin a line. Only for publishable keys.": "Un origen por línea. Solo para claves publicables.",
    "Write each as https://host, without a path.": "Escribe cada uno como https://servidor, sin ruta.",
    "Choose at least one scope.": "Elige al menos un permiso.",
    "Name at least one page.": "Indica al menos una página.",
    "Your name": "Tu nombre",
    "Password": "Contraseña",
    "At least 12 characters.": "Al menos 12 caracteres.",
    "Use a-z, 0-9 and hyphens.": "Usa a-z, 0-9 y guiones.",
    # Refusals
    "This person belongs to the workspace already.": "Esta persona ya pertenece al espacio de trabajo.",
    "This invitation is no longer valid. Ask for a new one.": "Esta invitación ya no es válida. Pide otra.",
    "This invitation is for %(email)s. Sign out first.": (
        "Esta invitación es para %(email)s. Cierra sesión primero."
    ),
    "You have an account already. Sign in, then open the link again.": (
        "Ya tienes una cuenta. Inicia sesión y vuelve a abrir el enlace."
    ),
    "The workspace needs at least one administrator.": (
        "El espacio de trabajo necesita al menos un administrador."
    ),
    "This team does not exist.": "Este equipo no existe.",
    "Unknown.": "Desconocido.",
    "There is a team with this name already.": "Ya hay un equipo con este nombre.",
    "There is a workspace “%(slug)s” already.": "Ya existe el espacio de trabajo «%(slug)s».",
    "There is no workspace “%(slug)s”.": "No existe el espacio de trabajo «%(slug)s».",
    "These scopes do not exist: %(names)s.": "Estos permisos no existen: %(names)s.",
    "This API key is unknown, expired or revoked.": (
        "Esta clave de API es desconocida, ha caducado o está revocada."
    ),
    "The Idempotency-Key is too long.": "La Idempotency-Key es demasiado larga.",
    "A request with this Idempotency-Key is still being worked on.": (
        "Todavía se está atendiendo una petición con esta Idempotency-Key."
    ),
    "This Idempotency-Key was used for another request.": (
        "Esta Idempotency-Key ya se usó para otra petición."
    ),
    "The request could not be read.": "No se pudo leer la petición.",
    "The service is restarting. Try again in a moment.": (
        "El servicio se está reiniciando. Inténtalo de nuevo en un momento."
    ),
    "Something went wrong on our side.": "Algo ha fallado por nuestra parte.",
    # Members and teams
    "Everything, settings and people included.": "Todo, incluidos los ajustes y las personas.",
    "Inbox, forms, leads, scoring drafts. Cannot publish a scoring model or work deals.": (
        "Bandeja, formularios, leads, borradores de puntuación. No puede publicar un modelo ni "
        "llevar oportunidades."
    ),
    "All leads and deals, assignments, routes. Cannot change forms or scoring.": (
        "Todos los leads y oportunidades, asignaciones, rutas. No puede cambiar formularios ni la puntuación."
    ),
    "Their own and their team's leads and deals. Does not see leads still with Marketing.": (
        "Sus leads y oportunidades y los de su equipo. No ve los leads que siguen en Marketing."
    ),
    "Reads leads, scores and deals. Changes nothing.": (
        "Lee leads, puntuaciones y oportunidades. No cambia nada."
    ),
    "What each role can do": "Qué puede hacer cada rol",
    "People": "Personas",
    "Last sign-in": "Último acceso",
    "switched off": "desactivada",
    "never": "nunca",
    "Membership": "Pertenencia",
    "Member saved.": "Miembro guardado.",
    "Invite a person": "Invitar a una persona",
    "Invitation": "Invitación",
    "Invitation revoked.": "Invitación revocada.",
    "Send this link to the person. It works once, for seven days, and is not shown again.": (
        "Envía este enlace a la persona. Sirve una vez, durante siete días, y no se vuelve a mostrar."
    ),
    "Link copied": "Enlace copiado",
    "Copy link": "Copiar enlace",
    "Make the link": "Crear el enlace",
    "Open invitations": "Invitaciones abiertas",
    "expired": "caducada",
    "valid until": "válida hasta",
    "Revoke": "Revocar",
    "Teams": "Equipos",
    "Create team": "Crear equipo",
    "Delete team": "Eliminar equipo",
    "Team saved.": "Equipo guardado.",
    "Team deleted.": "Equipo eliminado.",
    "Reps of one team see each other's leads.": "Los comerciales de un equipo ven los leads de los demás.",
    "There is no team yet. Without one, each rep sees only their own leads.": (
        "Todavía no hay equipos. Sin equipo, cada comercial ve solo sus propios leads."
    ),
    # Joining
    "Join": "Unirse",
    "Join %(name)s": "Unirse a %(name)s",
    "You are invited as %(role)s with %(email)s.": "Te han invitado como %(role)s con %(email)s.",
    "Signed in as %(email)s.": "Has iniciado sesión como %(email)s.",
    "This link no longer works": "Este enlace ya no funciona",
    "No workspace": "Sin espacio de trabajo",
    "You belong to no workspace": "No perteneces a ningún espacio de trabajo",
    "Ask an administrator for an invitation, then open its link.": (
        "Pide una invitación a un administrador y abre su enlace."
    ),
    # Settings
    "Change password": "Cambiar contraseña",
    "Profile saved.": "Perfil guardado.",
    "Workspace saved.": "Espacio de trabajo guardado.",
    # API keys
    "For programs and web pages that talk to Leadcrm.": (
        "Para programas y páginas web que hablan con Leadcrm."
    ),
    "API reference": "Referencia de la API",
    "API key": "Clave de API",
    "Create key": "Crear clave",
    "Copy the key now and keep it safe. It is not shown again.": (
        "Copia la clave ahora y guárdala bien. No se vuelve a mostrar."
    ),
    "Key copied": "Clave copiada",
    "Copy key": "Copiar clave",
    "Last used": "Último uso",
    "revoked": "revocada",
    "Key revoked. It stopped working just now.": "Clave revocada. Acaba de dejar de funcionar.",
    "No key yet. A key lets your web site or another program post inquiries and read leads.": (
        "Todavía no hay claves. Con una clave, tu sitio web u otro programa puede enviar "
        "consultas y leer leads."
    ),
    # Work and audit
    "Done": "Terminado",
    "Failed": "Fallido",
    "Failed items": "Elementos fallidos",
    "Queue": "Cola",
    "Try the chosen again": "Reintentar los elegidos",
    "Try all again": "Reintentar todos",
    "Latest jobs": "Últimos trabajos",
    "Nothing was chosen.": "No se eligió nada.",
    ("Nothing has failed. Work that cannot be done after five attempts is listed here, with its error."): (
        "No ha fallado nada. Aquí aparece, con su error, el trabajo que no se consigue hacer en "
        "cinco intentos."
    ),
    ("%(count)d item is tried again.", "%(count)d items are tried again."): (
        "Se reintenta %(count)d elemento.",
        "Se reintentan %(count)d elementos.",
    ),
    ("%(waiting)s item is due now.", "%(waiting)s items are due now."): (
        "%(waiting)s elemento está pendiente ahora.",
        "%(waiting)s elementos están pendientes ahora.",
    ),
    "Who changed what in this workspace. Nobody can edit or delete these lines.": (
        "Quién cambió qué en este espacio de trabajo. Nadie puede editar ni borrar estas líneas."
    ),
    "Details": "Detalles",
    "Nothing has been recorded yet.": "Todavía no se ha registrado nada.",
    # The log and the jobs in words; the sample on the sign-in page
    "Absence set": "Ausencia puesta",
    "Absence ended": "Ausencia terminada",
    "API key created": "Clave de API creada",
    "API key revoked": "Clave de API revocada",
    "Form closed": "Formulario cerrado",
    "Form created": "Formulario creado",
    "Form published": "Formulario publicado",
    "Clock and working hours changed": "Plazos y horario cambiados",
    "Invitation revoked": "Invitación revocada",
    "Reason for loss added": "Motivo de pérdida añadido",
    "Reason for loss renamed": "Motivo de pérdida renombrado",
    "Reason for loss offered again": "Motivo de pérdida recuperado",
    "Reason for loss set aside": "Motivo de pérdida apartado",
    "Person changed": "Persona cambiada",
    "Person invited": "Persona invitada",
    "Person joined": "Persona incorporada",
    "Pipeline added": "Proceso de venta añadido",
    "Pipeline renamed": "Proceso de venta renombrado",
    "Pipeline stage added": "Fase añadida",
    "Pipeline stage changed": "Fase cambiada",
    "Pipeline stage moved": "Fase movida",
    "Pipeline stage removed": "Fase quitada",
    "Pool changed": "Equipo de reparto cambiado",
    "Pool created": "Equipo de reparto creado",
    "Pool deleted": "Equipo de reparto eliminado",
    "Reason to return changed": "Motivo de devolución cambiado",
    "Reason to return created": "Motivo de devolución creado",
    "Route changed": "Ruta cambiada",
    "Route created": "Ruta creada",
    "Route deleted": "Ruta eliminada",
    "Routes put in order": "Rutas ordenadas",
    "Scoring model published": "Modelo de puntuación publicado",
    "Team deleted": "Equipo eliminado",
    "Team saved": "Equipo guardado",
    "Workspace changed": "Espacio de trabajo cambiado",
    "Workspace created": "Espacio de trabajo creado",
    "Source added": "Origen añadido",
    "Source changed": "Origen cambiado",
    "Campaign added": "Campaña añadida",
    "Campaign changed": "Campaña cambiada",
    "Topic added": "Tema añadido",
    "Topic changed": "Tema cambiado",
    "Product added": "Producto añadido",
    "Product changed": "Producto cambiado",
    "Field added": "Campo añadido",
    "Field changed": "Campo cambiado",
    "Classification rule added": "Regla de clasificación añadida",
    "Classification rule changed": "Regla de clasificación cambiada",
    "based on": "a partir de",
    "condition": "condición",
    "fields": "campos",
    "from": "de",
    "turns": "turnos",
    "order": "orden",
    "role": "rol",
    "scopes": "permisos",
    "team": "equipo",
    "to": "a",
    "until": "hasta",
    "Score all leads": "Puntuar todos los leads",
    "Score all leads, nightly": "Puntuar todos los leads, cada noche",
    "Import leads": "Importar leads",
    "Response clock": "Plazo de respuesta",
    "Recycled lead": "Lead reciclado",
    "Nightly scoring": "Puntuación nocturna",
    ("%(count)d person", "%(count)d people"): ("%(count)d persona", "%(count)d personas"),
    ("audit log", "On"): "Sobre",
}
