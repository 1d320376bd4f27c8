"""Spanish of the pages of workflows: the list, the outline, the dry run, people and results."""

TRANSLATIONS = {
    # the list, new workflows
    "Care for leads that are not ready. The first that fits takes a lead in; the default takes whom no other takes.": (
        "Atención a los leads que aún no están listos. El primero que encaja acoge al lead; el general, a quien "
        "nadie más acoge."
    ),
    "Create workflow": "Crear workflow",
    "Order": "Orden",
    "Default": "General",
    "Finished": "Terminaron",
    "Left": "Salieron",
    "Clicked": "Clics",
    "No workflow yet. A workflow writes to leads that are not ready for Sales until they are.": (
        "Aún no hay ningún workflow. Un workflow escribe a los leads que no están listos para Ventas hasta que "
        "lo están."
    ),
    ("%(n)s in the archive", "%(n)s in the archive"): ("%(n)s en el archivo", "%(n)s en el archivo"),
    "Begin with": "Empezar con",
    (
        "%(n)s e-mail, written to be changed",
        "%(n)s e-mails, written to be changed",
    ): ("%(n)s correo, escrito para cambiarlo", "%(n)s correos, escritos para cambiarlos"),
    "It begins in dry run: nothing is sent before you activate it.": (
        "Empieza como simulacro: no se envía nada hasta que lo actives."
    ),
    "Empty: the name of what it begins with.": "Vacío: el nombre de aquello con lo que empieza.",
    ("workflow", "Welcome and guide"): "Bienvenida y guía",
    "Says hello, sends a guide, and goes on by whether it was opened.": (
        "Saluda, envía una guía y sigue según se haya abierto o no."
    ),
    "Did not open the guide": "No abrió la guía",
    "Has read it all": "Lo ha leído todo",
    ("workflow", "Re-activation"): "Reactivación",
    "Writes to whom nothing was heard of for three months; whoever clicks goes to Sales.": (
        "Escribe a quien lleva tres meses sin dar señales; quien hace clic pasa a Ventas."
    ),
    "Did not wake up": "No despertó",
    "Awake again": "Ha despertado",
    ("workflow", "After an event"): "Después de un evento",
    "Follows up with who came, and has a person call those who do not answer.": (
        "Escribe a quien vino y hace que una persona llame a quien no responde."
    ),
    "Call about the event": "Llamar por el evento",
    "Is called by a person": "Le llama una persona",
    "Has the offer to talk": "Tiene la oferta de hablar",
    ("workflow", "Blank"): "En blanco",
    "An empty outline.": "Un esquema vacío.",
    "New workflow": "Workflow nuevo",
    "Name and track": "Nombre e itinerario",
    "Track": "Itinerario",
    "Leads that were put on this track, by a rule or by hand, enter whatever the condition.": (
        "Los leads puestos en este itinerario, por una regla o a mano, entran diga lo que diga la condición."
    ),
    # the frame of one workflow
    "Dry run": "Simulacro",
    "Outline": "Esquema",
    "Paused:": "En pausa:",
    "Paused: nobody enters and nobody moves on. What falls due waits.": (
        "En pausa: nadie entra y nadie avanza. Lo que vence espera."
    ),
    "Version %(number)s is being written.": "La versión %(number)s se está escribiendo.",
    "Leads walk version %(number)s until you publish it; those under way stay on theirs.": (
        "Los leads recorren la versión %(number)s hasta que la publiques; quienes están en curso siguen en la suya."
    ),
    "Publish version %(number)s": "Publicar la versión %(number)s",
    "Duplicate": "Duplicar",
    "Discard the changes": "Descartar los cambios",
    "Make it the default": "Hacerlo general",
    "Take it up again": "Retomarlo",
    "The new version of “%(name)s” is live.": "La nueva versión de «%(name)s» está en marcha.",
    "“%(name)s” is paused.": "«%(name)s» está en pausa.",
    "“%(name)s” goes on.": "«%(name)s» sigue.",
    "“%(name)s” is in dry run again.": "«%(name)s» vuelve a ser un simulacro.",
    "The changes are gone.": "Los cambios se han descartado.",
    "“%(name)s” takes whom no other takes.": "«%(name)s» acoge a quien nadie más acoge.",
    "“%(name)s” was copied.": "«%(name)s» se ha copiado.",
    # the outline
    "Enters": "Entra",
    "whom no other workflow takes": "a quien ningún otro workflow acoge",
    "whoever is on the track %(track)s": "quien está en el itinerario %(track)s",
    "nobody by a condition, only by hand": "nadie por condición, solo a mano",
    "who enters": "quién entra",
    "Leaves early": "Sale antes",
    "if %(exit)s": "si %(exit)s",
    "by no condition of its own": "sin condición propia",
    "Always when Sales takes the lead, it is closed or unsubscribes.": (
        "Siempre que Ventas toma el lead, se cierra o se da de baja."
    ),
    "who leaves early": "quién sale antes",
    "may come again after %(days)s days": "puede volver a los %(days)s días",
    "may come again at any time": "puede volver en cualquier momento",
    "comes once": "entra una sola vez",
    "Add a step after line %(number)s": "Añadir un paso tras la línea %(number)s",
    "Add a step on top": "Añadir un paso al principio",
    "Add the first step": "Añadir el primer paso",
    "Edit text": "Editar texto",
    "of line %(number)s": "de la línea %(number)s",
    "line %(number)s": "línea %(number)s",
    "Line %(number)s": "Línea %(number)s",
    "nowhere": "a ninguna parte",
    "stand here": "están aquí",
    "Move line %(number)s up": "Subir la línea %(number)s",
    "Move line %(number)s down": "Bajar la línea %(number)s",
    "Delete line %(number)s": "Borrar la línea %(number)s",
    "Map": "Mapa",
    "drawn from the outline": "dibujado a partir del esquema",
    "Map of the workflow; the outline says the same in words": (
        "Mapa del workflow; el esquema dice lo mismo con palabras"
    ),
    "The step is out.": "El paso está fuera.",
    "The step is back.": "El paso ha vuelto.",
    "Clicked?": "¿Hizo clic?",
    "Out": "Fuera",
    "nobody clicks": "nadie hace clic",
    "then": "después",
    "on working days": "en días laborables",
    # forms of steps
    "Add step": "Añadir paso",
    "Save step": "Guardar paso",
    "Which click leads where": "Qué clic lleva adónde",
    "On what it branches": "De qué depende",
    "Write a new e-mail": "Escribir un correo nuevo",
    "The lead is handed to Sales as if its light were green, with this wish as the reason.": (
        "El lead se entrega a Ventas como si su semáforo estuviera en verde, con este deseo como motivo."
    ),
    "hours": "horas",
    "% of the purchase cycle": "% del ciclo de compra",
    "Then": "Después",
    "Go on with the next line": "Seguir con la línea siguiente",
    "Go to %(step)s": "Ir a %(step)s",
    "Choose a template": "Elige una plantilla",
    "Unit": "Unidad",
    "Only on": "Solo en",
    "By the lead's own clock. None chosen: any day.": "Según el reloj del lead. Sin elegir ninguno: cualquier día.",
    "A wait is more than 0 and at most %(limit)s.": "Una espera es mayor que 0 y como mucho %(limit)s.",
    "Clicks in": "Clics en",
    "Of the e-mail that this way sent last, if empty.": "Del último correo de este camino, si se deja vacío.",
    "Wait at most": "Esperar como mucho",
    "If nobody clicks": "Si nadie hace clic",
    "The last e-mail": "El último correo",
    "Who clicks": "Quien hace clic en",
    "Choose where it leads": "Elige adónde lleva",
    "goes": "va",
    "If it holds": "Si se cumple",
    "If not": "Si no",
    "What is to be done": "Qué hay que hacer",
    "Due after days": "Vence a los días",
    "Shown on the lead, for whoever reads it.": "Se muestra en el lead, para quien lo lea.",
    "Links of the e-mails above": "Enlaces de los correos anteriores",
    "Anything on a topic": "Cualquier cosa de un tema",
    "May a lead come again?": "¿Puede volver un lead?",
    "After how many days": "A los cuántos días",
    "Say after how many days.": "Di a los cuántos días.",
    "Leads for which this holds enter": "Entran los leads que lo cumplen",
    "Leads for which this holds leave at once": "Salen en el acto los leads que lo cumplen",
    "Without a condition nobody does.": "Sin condición no lo hace nadie.",
    "For whom it holds now": "Quién lo cumple ahora",
    "Of these, leads in Marketing's hands that may be mailed enter; the dry run says who.": (
        "De ellos entran los que lleva Marketing y a los que se puede escribir; el simulacro dice quiénes."
    ),
    "Who enters": "Quién entra",
    "Who leaves early": "Quién sale antes",
    # dry run
    (
        "<b>%(number)s</b> lead would enter",
        "<b>%(number)s</b> leads would enter",
    ): ("<b>%(number)s</b> lead entraría", "<b>%(number)s</b> leads entrarían"),
    (
        "%(number)s other would not.",
        "%(number)s others would not.",
    ): ("%(number)s más no entraría.", "%(number)s más no entrarían."),
    "As of": "A fecha de",
    "Nothing has been sent.": "No se ha enviado nada.",
    "Mend the outline": "Arreglar el esquema",
    "It is active: leads enter within seconds of fitting.": (
        "Está activo: los leads entran segundos después de encajar."
    ),
    (
        "Activate for %(number)s lead",
        "Activate for %(number)s leads",
    ): ("Activar para %(number)s lead", "Activar para %(number)s leads"),
    "Activate": "Activar",
    "Only the oldest %(looked)s of the %(total)s leads that Marketing has were looked at. "
    "Activating looks at all of them.": (
        "Solo se han mirado los %(looked)s leads más antiguos de los %(total)s que tiene Marketing. "
        "Al activar se miran todos."
    ),
    "Shown is version %(live)s, with which it goes on. "
    "Publish version %(draft)s first if leads are to walk that one.": (
        "Se muestra la versión %(live)s, con la que sigue. "
        "Publica antes la versión %(draft)s si los leads deben recorrer esa."
    ),
    "Who enters and who not": "Quién entra y quién no",
    "Who would not enter": "Quién no entraría",
    "Who would enter": "Quién entraría",
    "Would enter": "Entrarían",
    "Who would enter, why, and which e-mails until the first branch": (
        "Quién entraría, por qué y qué correos recibiría hasta la primera bifurcación"
    ),
    "E-mails until the first branch": "Correos hasta la primera bifurcación",
    "is on its track": "está en su itinerario",
    "the condition holds": "cumple la condición",
    "no other takes it": "ningún otro lo acoge",
    "Nobody would enter now. Leads that fit later enter as they come.": (
        "Ahora no entraría nadie. Los leads que encajen más tarde entrarán según lleguen."
    ),
    "“%(name)s” is active; leads enter it now.": "«%(name)s» está activo; ya entran leads.",
    # people, results, history
    "about to begin": "a punto de empezar",
    "to the end": "hasta el final",
    "Move on": "Avanzar",
    "Take out": "Sacar",
    "People in this workflow": "Personas en este workflow",
    "Nobody is under way.": "Nadie está en curso.",
    "Where": "Dónde",
    "Verbs": "Acciones",
    "%(lead)s is out of “%(workflow)s”.": "%(lead)s está fuera de «%(workflow)s».",
    "%(lead)s goes on within seconds.": "%(lead)s avanza en unos segundos.",
    "Nobody here is under way in a workflow that runs.": "Aquí nadie está en curso en un workflow en marcha.",
    "No results yet: this workflow has never been active.": (
        "Aún no hay resultados: este workflow nunca ha estado activo."
    ),
    "In numbers": "En cifras",
    "Version": "Versión",
    "Counting this takes too long here. The reports have it.": (
        "Contarlo aquí tarda demasiado. Está en los informes."
    ),
    "Step by step": "Paso a paso",
    "Results of version %(number)s, step by step": "Resultados de la versión %(number)s, paso a paso",
    "Here now": "Aquí ahora",
    "Sent": "Enviados",
    "being written": "en redacción",
    "last change": "último cambio",
    "From version %(old)s to version %(new)s": "De la versión %(old)s a la versión %(new)s",
    "Compare": "Comparar",
    "From version": "De la versión",
    "to version": "a la versión",
    "Both say the same.": "Las dos dicen lo mismo.",
    "There is one version only.": "Solo hay una versión.",
    "Gone": "Quitado",
    "Moved": "Movido",
    "Again": "Otra vez",
    "nobody by a condition": "nadie por condición",
    "from line %(old)s to line %(new)s": "de la línea %(old)s a la línea %(new)s",
}
