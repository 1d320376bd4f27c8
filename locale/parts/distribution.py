"""Spanish of distribution: today, hand-off, routes, pools, clock."""

TRANSLATIONS = {
    # today
    "Call %(phone)s": "Llamar al %(phone)s",
    "to answer": "para responder",
    "to first contact": "para el primer contacto",
    ("%(points)s point", "%(points)s points"): ("%(points)s punto", "%(points)s puntos"),
    "See why": "Ver por qué",
    "Return to Marketing": "Devolver a Marketing",
    "Why? The reason sends it.": "¿Por qué? El motivo lo envía.",
    "Leave for later": "Dejar para luego",
    "Open to convert": "Abrir para convertir",
    "Return": "Devolver",
    "Save and next": "Guardar y siguiente",
    "All done for today": "Todo hecho por hoy",
    "No lead waits for you. New ones appear here by themselves.": (
        "Ningún lead te espera. Los nuevos aparecen aquí solos."
    ),
    "See my leads": "Ver mis leads",
    "Next up": "Después",
    ("%(n)s today", "%(n)s today"): ("%(n)s hoy", "%(n)s hoy"),
    "to accept": "por aceptar",
    "first contact": "primer contacto",
    "Nothing after this one.": "Nada después de este.",
    "My numbers": "Mis números",
    "Another lead waits for you.": "Otro lead te espera.",
    "Show": "Mostrar",
    "last 7 days": "últimos 7 días",
    ("See the %(n)s line", "See all %(n)s lines"): ("Ver la única línea", "Ver las %(n)s líneas"),
    "How did the call go?": "¿Cómo fue la llamada?",
    "Choose how the call went.": "Elige cómo fue la llamada.",
    "By the outcome": "Según el resultado",
    "Or on": "O el día",
    "Choose a moment that is still to come.": "Elige un momento que aún no haya pasado.",
    "Call again": "Volver a llamar",
    "Send information": "Enviar información",
    "Visit": "Visita",
    "Prepare proposal": "Preparar propuesta",
    "No next step": "Sin próximo paso",
    "In two hours": "En dos horas",
    "Next working day": "El próximo día laborable",
    "In three working days": "En tres días laborables",
    "In a week": "En una semana",
    ("date format", "l j F"): "l j \\d\\e F",
    "First contact": "Primer contacto",
    "goal %(time)s": "objetivo %(time)s",
    "On time": "A tiempo",
    "%(on_time)s of %(all)s contacts": "%(on_time)s de %(all)s contactos",
    "%(count)s returned": "%(count)s devueltos",
    "this month": "este mes",
    "Leads accepted": "Leads aceptados",
    "Accepted": "Aceptado",
    "Returned": "Devuelto",
    "Closed": "Cerrado",
    "%(lead)s accepted.": "%(lead)s aceptado.",
    "%(lead)s returned to Marketing.": "%(lead)s devuelto a Marketing.",
    "%(lead)s handed to %(name)s.": "%(lead)s entregado a %(name)s.",
    "Call with %(lead)s saved.": "Llamada con %(lead)s guardada.",
    "Call with %(lead)s saved. Next: %(step)s, %(when)s.": (
        "Llamada con %(lead)s guardada. Siguiente: %(step)s, %(when)s."
    ),
    "It is too late to undo this. Correct it on the lead's page.": (
        "Ya es tarde para deshacer esto. Corrígelo en la página del lead."
    ),
    "Only who logged the call can undo it.": "Solo quien registró la llamada puede deshacerla.",
    "Call with %(lead)s undone.": "Llamada con %(lead)s deshecha.",
    # where things stand
    "My own leads": "Mis propios leads",
    "Where things stand": "Cómo va todo",
    "Waiting for Sales": "Esperando a Ventas",
    "See all": "Ver todo",
    "No lead waits for an answer of Sales.": "Ningún lead espera respuesta de Ventas.",
    "Sales team": "Equipo comercial",
    "%(waiting)s to answer · %(working)s in work · %(won)s won this month": (
        "%(waiting)s por responder · %(working)s en curso · %(won)s ganados este mes"
    ),
    "Deals won": "Ventas ganadas",
    ("verb", "Edit"): "Editar",
    ("%(n)s late", "%(n)s late"): ("%(n)s tarde", "%(n)s tarde"),
    "%(count)s late": "%(count)s tarde",
    "First contact late": "Primer contacto tardío",
    "accepted, not called": "aceptados, sin llamar",
    "Amber to review": "Ámbar por revisar",
    "near green": "cerca del verde",
    "Oldest due work": "Trabajo pendiente más antiguo",
    "the pipeline keeps up": "el proceso va al día",
    "is behind": "va con retraso",
    # a lead's hand-off
    "Give to somebody else": "Dar a otra persona",
    "Recycle": "Reciclar",
    "Hand to Sales": "Entregar a Ventas",
    "To whom": "A quién",
    "Why now": "Por qué ahora",
    "Choose somebody": "Elige a alguien",
    "By the routes": "Según las rutas",
    "The lead is not green. Sales will read why it should have it all the same.": (
        "El lead no está en verde. Ventas leerá por qué debe tenerlo igualmente."
    ),
    "Choose a reason.": "Elige un motivo.",
    "Left empty, the reason decides. A new inquiry brings the lead back at once.": (
        "Si se deja vacío, decide el motivo. Una nueva consulta trae el lead de vuelta enseguida."
    ),
    "Choose a day after today.": "Elige un día posterior a hoy.",
    "Sales has this lead already: it is in “%(stage)s”. Assign it instead.": (
        "Ventas ya tiene este lead: está en «%(stage)s». Asígnalo."
    ),
    "This lead is not green. Say why Sales should have it all the same.": (
        "Este lead no está en verde. Di por qué Ventas debe tenerlo igualmente."
    ),
    "Nobody in this workspace can own a lead. Invite a sales rep first.": (
        "Nadie en este espacio puede ser responsable de un lead. Invita antes a un comercial."
    ),
    "This lead waits for Sales already. Choose somebody else to give it to.": (
        "Este lead ya espera a Ventas. Elige a otra persona a quien darlo."
    ),
    "This lead does not wait for an answer: it is in “%(stage)s”.": (
        "Este lead no espera respuesta: está en «%(stage)s»."
    ),
    "Only the person it was handed to, a teammate or a manager can answer.": (
        "Solo puede responder quien lo recibió, alguien de su equipo o un responsable."
    ),
    "Choose one of the workspace's reasons.": "Elige uno de los motivos del espacio de trabajo.",
    "Only a lead that Sales accepted can be recycled; this one is in “%(stage)s”.": (
        "Solo se puede reciclar un lead que Ventas aceptó; este está en «%(stage)s»."
    ),
    "Nobody answered in time": "Nadie respondió a tiempo",
    "Not answered in time": "Sin respuesta a tiempo",
    "Given to somebody else": "Dado a otra persona",
    # the hand-off page
    "Hand-off": "Entrega",
    "Who gets which leads, by when they answer, and what happens if they do not.": (
        "Quién recibe qué leads, en qué plazo responde y qué pasa si no lo hace."
    ),
    "What makes a lead green": "Qué pone un lead en verde",
    "Routes": "Rutas",
    "New route": "Nueva ruta",
    "Edit route": "Editar ruta",
    "the first that fits counts": "cuenta la primera que encaja",
    "Without a route, every green lead goes to the fallback owner.": (
        "Sin rutas, cada lead verde va al responsable de reserva."
    ),
    "every lead": "todos los leads",
    "Its condition names something that is gone; it takes no leads.": (
        "Su condición nombra algo que ya no existe; no recibe leads."
    ),
    "Move “%(name)s” up": "Subir «%(name)s»",
    "Move “%(name)s” down": "Bajar «%(name)s»",
    "not in use": "sin usar",
    "In use": "En uso",
    "Which leads": "Qué leads",
    "Goes to": "Va a",
    "The people of the pool take turns.": "Las personas del equipo de reparto se turnan.",
    "Route “%(name)s” saved.": "Ruta «%(name)s» guardada.",
    "Name every route exactly once.": "Nombra cada ruta exactamente una vez.",
    "Give a condition as an object.": "Da la condición como un objeto.",
    "Waiting for an answer": "Esperando respuesta",
    "by hand": "a mano",
    "attempt %(round)s": "intento %(round)s",
    "Pools": "Equipos de reparto",
    "New pool": "Nuevo equipo",
    "Edit pool": "Editar equipo de reparto",
    "Remove pool": "Eliminar equipo de reparto",
    "No pool yet.": "Aún no hay equipos de reparto.",
    "every sales rep": "todos los comerciales",
    "Every sales rep takes turns, whoever joins later included": (
        "Todos los comerciales se turnan, también quien llegue después"
    ),
    "Turns each person takes": "Turnos de cada persona",
    "0 is none; who has 2 gets twice the leads of who has 1.": (
        "0 es ninguno; quien tiene 2 recibe el doble de leads que quien tiene 1."
    ),
    "Give at least one person a turn.": "Da turno al menos a una persona.",
    "Pool “%(name)s” saved.": "Equipo de reparto «%(name)s» guardado.",
    "Pool “%(name)s” removed.": "Equipo de reparto «%(name)s» eliminado.",
    "Another pool has this name.": "Otro equipo de reparto tiene este nombre.",
    "A route leads to this pool. Send it elsewhere first.": (
        "Una ruta lleva a este equipo de reparto. Envíala antes a otro."
    ),
    "away": "ausente",
    "Away": "Ausentes",
    "until %(day)s": "hasta el %(day)s",
    "Is back": "Ya ha vuelto",
    "Nobody.": "Nadie.",
    "Somebody is away": "Alguien se ausenta",
    "Away until": "Ausente hasta",
    "The last day of the absence.": "El último día de la ausencia.",
    "Choose today or a later day.": "Elige hoy o un día posterior.",
    "%(name)s gets no leads meanwhile.": "%(name)s no recibe leads mientras tanto.",
    "%(name)s takes turns again.": "%(name)s vuelve a tener turnos.",
    "Clock": "Plazos",
    "Clock and working hours": "Plazos y horario laboral",
    "Clock saved. It holds for hand-offs from now on.": (
        "Plazos guardados. Valen para las entregas desde ahora."
    ),
    "Answer within": "Responder en",
    "First contact within": "Primer contacto en",
    "Then it goes to": "Después va a",
    "the next of the pool, then %(name)s": "la siguiente persona del equipo y luego %(name)s",
    "the first administrator": "el primer administrador",
    "The first administrator": "El primer administrador",
    "Public holidays": "Festivos nacionales",
    "do not count": "no cuentan",
    "count": "cuentan",
    "Public holidays are no working days": "Los festivos nacionales no son laborables",
    "Minutes to accept or return": "Minutos para aceptar o devolver",
    "Minutes to the first contact": "Minutos hasta el primer contacto",
    "Who gets what nobody takes": "Quién recibe lo que nadie toma",
    "Working hours": "Horario laboral",
    "In %(zone)s. The clock stands still outside them; an empty day is free.": (
        "En %(zone)s. Fuera de él los plazos se detienen; un día vacío es libre."
    ),
    "Write hours like 09:00-14:00, 16:00-19:00.": "Escribe las horas así: 09:00-14:00, 16:00-19:00.",
    "These working hours cannot be read.": "Este horario no se puede leer.",
    "Reasons to return a lead": "Motivos de devolución",
    "New reason": "Nuevo motivo",
    "Edit reason": "Editar motivo",
    "Reason “%(name)s” saved.": "Motivo «%(name)s» guardado.",
    "There is such a reason already.": "Ya existe ese motivo.",
    "Without a reason nobody can return a lead.": "Sin motivos nadie puede devolver un lead.",
    ("again after %(days)s day", "again after %(days)s days"): (
        "de nuevo tras %(days)s día",
        "de nuevo tras %(days)s días",
    ),
    "Days until it may come again": "Días hasta que pueda volver",
    "Short name of the track that takes the lead meanwhile.": (
        "Nombre corto de la nutrición que cuida del lead mientras tanto."
    ),
}
