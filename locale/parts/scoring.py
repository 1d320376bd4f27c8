"""Spanish for scoring."""

TRANSLATIONS = {
    "Grades": "Grados",
    "fit and engagement together": "encaje e interés juntos",
    "The grade of each fit, in rows, and engagement, in columns": (
        "El grado de cada encaje, en filas, y de cada interés, en columnas"
    ),
    "Fit": "Encaje",
    "Engagement": "Interés",
    "from %(points)s": "desde %(points)s",
    "What would change": "Qué cambiaría",
    "Rise": "Suben",
    "Fall": "Bajan",
    "Leads by grade now, in rows, and by the draft, in columns": (
        "Leads por grado ahora, en filas, y con el borrador, en columnas"
    ),
    "Now": "Ahora",
    "Draft": "Borrador",
    "Total": "Total",
    "rise": "suben",
    "fall": "bajan",
    "There are no leads to compare yet.": "Todavía no hay leads que comparar.",
    "The light is green, and the lead goes to Sales, if all of this holds:": (
        "El semáforo está verde, y el lead pasa a Ventas, si se cumple todo esto:"
    ),
    (
        (
            "Amber, for review, if just one of them fails: for want of a datum nobody has asked for, or of "
            "%(points)s point or less."
        ),
        (
            "Amber, for review, if just one of them fails: for want of a datum nobody has asked for, or of "
            "%(points)s points or fewer."
        ),
    ): (
        (
            "Ámbar, para revisar, si solo falla una: por un dato que nadie ha preguntado o por %(points)s punto "
            "o menos."
        ),
        (
            "Ámbar, para revisar, si solo falla una: por un dato que nadie ha preguntado o por %(points)s puntos "
            "o menos."
        ),
    ),
    "%(weight)s %% of the score": "%(weight)s %% de la puntuación",
    "at most %(points)s together": "como mucho %(points)s en conjunto",
    "Group": "Grupo",
    "Criterion": "Criterio",
    "new": "nuevo",
    "broken": "roto",
    "before": "antes",
    "No criteria in this group yet.": "Este grupo todavía no tiene criterios.",
    "No criteria yet.": "Todavía no hay criterios.",
    "%(fit)s fit and %(engagement)s engagement,": "%(fit)s de encaje y %(engagement)s de interés,",
    "grade set by hand": "grado puesto a mano",
    "Scoring": "Puntuación",
    "One thing parts each of these leads from Sales. Ask for it, or set the grade by hand.": (
        "A cada uno de estos leads le falta una sola cosa para pasar a Ventas. Pregúntala o pon el grado a mano."
    ),
    "What is missing": "Qué falta",
    "Nothing is near green right now: what is green goes to Sales, the rest is nurtured.": (
        "Ahora mismo no hay nada cerca del verde: lo verde pasa a Ventas y el resto sigue en nutrición."
    ),
    ("%(n)s criterion changed", "%(n)s criteria changed"): (
        "%(n)s criterio cambiado",
        "%(n)s criterios cambiados",
    ),
    "Weights, grid and light": "Pesos, matriz y semáforo",
    "This draft was built on v%(base)s, but v%(live)s is live now.": (
        "Este borrador partió de la v%(base)s, pero ahora está en vigor la v%(live)s."
    ),
    "Compare the two. Then keep the draft as it is, or discard it and begin with what is live.": (
        "Compara las dos. Después conserva el borrador tal cual o descártalo y empieza desde la versión en vigor."
    ),
    "Keep my draft": "Conservar mi borrador",
    "Publishing rescores every lead and is written to the audit log.": (
        "Al publicar se vuelven a puntuar todos los leads y queda anotado en el registro de auditoría."
    ),
    "An administrator publishes the draft.": "El borrador lo publica un administrador.",
    "Discard": "Descartar",
    "Model v%(number)s": "Modelo v%(number)s",
    "Set the grade by hand": "Poner el grado a mano",
    "Line by line": "Línea por línea",
    "As it was": "Como era",
    "kept when grade or light changed, and at each hand-off and outcome": (
        "guardado al cambiar el grado o el semáforo y en cada entrega y desenlace"
    ),
    "Scores of this lead at earlier moments": "Puntuaciones de este lead en momentos anteriores",
    "Why": "Por qué",
    "Model": "Modelo",
    "Nothing kept yet: the first score is a second away.": (
        "Todavía no hay nada guardado: la primera puntuación llega en un segundo."
    ),
    "live since": "en vigor desde",
    "Near green": "Cerca del verde",
    "Go on with the draft": "Seguir con el borrador",
    "Edit in a draft": "Editar en un borrador",
    "Open leads by grade": "Leads abiertos por grado",
    "Versions": "Versiones",
    "live": "en vigor",
    "No scoring model is live yet. Write a draft and publish it.": (
        "Todavía no hay un modelo de puntuación en vigor. Escribe un borrador y publícalo."
    ),
    "There is no draft": "No hay borrador",
    "A draft is a copy of the live model in which you change what you like. Nothing changes for any lead until "
    "it is published.": (
        "Un borrador es una copia del modelo en vigor en la que cambias lo que quieras. Nada cambia para ningún "
        "lead hasta que se publica."
    ),
    "Start a draft": "Empezar un borrador",
    ("See %(n)s", "See all %(n)s"): ("Ver %(n)s", "Ver los %(n)s"),
    "Why %(score)s": "Por qué %(score)s",
    "The rules would give %(grade)s.": "Las reglas darían %(grade)s.",
    "Change or release the grade": "Cambiar o soltar el grado",
    "Scoring draft": "Borrador de puntuación",
    "When it counts": "Cuándo cuenta",
    "How it counts": "Cómo cuenta",
    "Save in the draft": "Guardar en el borrador",
    "Delete the group and its criteria": "Borrar el grupo y sus criterios",
    "Delete the criterion": "Borrar el criterio",
    "published": "publicada",
    "Make it live again": "Volver a ponerla en vigor",
    "Give an object.": "Indica un objeto.",
    "“based_on” is the number of the live version.": "«based_on» es el número de la versión en vigor.",
    "If-Match takes the draft's revision.": "If-Match lleva la revisión del borrador.",
    "Once, if the lead meets it": "Una vez, si el lead lo cumple",
    "For each activity": "Por cada actividad",
    "Live": "En vigor",
    "Retired": "Retirada",
    "Grade or light changed": "Cambió el grado o el semáforo",
    "This scoring model cannot be read.": "Este modelo de puntuación no se puede leer.",
    "Give a text of at most %(most)d characters.": "Indica un texto de %(most)d caracteres como mucho.",
    "The weights of fit and engagement are whole and sum to 100.": (
        "Los pesos de encaje e interés son números enteros que suman 100."
    ),
    "Give %(rows)d rows of %(columns)d grades from A to D, the lowest fit first.": (
        "Indica %(rows)d filas de %(columns)d grados de A a D, primero la de menor encaje."
    ),
    "More fit or more engagement must not give a worse grade than less.": (
        "Más encaje o más interés no puede dar peor grado que menos."
    ),
    "Give a list of at most %(most)d thresholds.": "Indica una lista de %(most)d umbrales como mucho.",
    "Thresholds must lie above 0 and each above the one before it: these contradict.": (
        "Los umbrales deben ser mayores que 0 y cada uno mayor que el anterior: estos se contradicen."
    ),
    "Give a whole number from 0 to 50.": "Indica un número entero de 0 a 50.",
    "Give a list of at most %(most)d groups.": "Indica una lista de %(most)d grupos como mucho.",
    "A model may have at most %(most)d criteria.": "Un modelo puede tener %(most)d criterios como mucho.",
    "Give “fit” or “engagement”.": "Indica «fit» o «engagement».",
    "Give a list.": "Indica una lista.",
    "Give “per_lead” or “per_activity”.": "Indica «per_lead» o «per_activity».",
    "Points for each activity need one activity as their condition.": (
        "Los puntos por cada actividad necesitan una sola actividad como condición."
    ),
    "Points for each activity take no count here; say the days in “window_days”.": (
        "Los puntos por cada actividad no llevan recuento aquí; indica los días en «window_days»."
    ),
    "A key has only a–z, 0–9 and _, and starts with a letter.": (
        "Una clave solo lleva a–z, 0–9 y _, y empieza por una letra."
    ),
    "The key “%(key)s” is there twice.": "La clave «%(key)s» está dos veces.",
    "Give a label of 1 to %(most)d characters, as a text or as {“en”: …, “es”: …}.": (
        "Indica una etiqueta de 1 a %(most)d caracteres, como texto o como {«en»: …, «es»: …}."
    ),
    "Only points for each activity have a window or a half-life.": (
        "Solo los puntos por cada actividad tienen ventana o semivida."
    ),
    "Give points from %(low)d to %(high)d, with at most one decimal.": (
        "Indica puntos de %(low)d a %(high)d, con un decimal como mucho."
    ),
    "Automatic, by the rules": "Automático, según las reglas",
    "The team reads it on the timeline. Not needed for automatic.": (
        "El equipo lo lee en la cronología. No hace falta para el automático."
    ),
    "Give a name in one language at least.": "Indica un nombre en un idioma al menos.",
    "Name in English": "Nombre en inglés",
    "Name in Spanish": "Nombre en español",
    "From −100 to 100, with one decimal.": "De −100 a 100, con un decimal.",
    "How often it counts": "Cuántas veces cuenta",
    "“For each activity” takes one activity as its condition.": (
        "«Por cada actividad» lleva una sola actividad como condición."
    ),
    "Halves every … days": "Se reduce a la mitad cada … días",
    "For each activity: empty if its points stay.": "Por cada actividad: vacío si los puntos no se reducen.",
    "Only the last … days": "Solo los últimos … días",
    "For each activity: empty for all time.": "Por cada actividad: vacío para contar siempre.",
    "Cap": "Tope",
    "Empty for none.": "Vacío si no hay.",
    "Counts for": "Cuenta para",
    "Cap of the group": "Tope del grupo",
    "The most its criteria bring together. Empty for none.": (
        "Lo máximo que suman juntos sus criterios. Vacío si no hay."
    ),
    "Give numbers parted by spaces, such as 25 45 65.": "Indica números separados por espacios, como 25 45 65.",
    "Give at most six numbers from 0 to 100.": "Indica seis números como mucho, de 0 a 100.",
    "Name of the model": "Nombre del modelo",
    "Weight of fit in the score, in %": "Peso del encaje en la puntuación, en %",
    "Engagement has the rest.": "El resto es del interés.",
    "Thresholds of fit": "Umbrales de encaje",
    "Ascending, parted by spaces. Each opens a row of the grid.": (
        "De menor a mayor, separados por espacios. Cada uno abre una fila de la matriz."
    ),
    "Thresholds of engagement": "Umbrales de interés",
    "Ascending, parted by spaces. Each opens a column of the grid.": (
        "De menor a mayor, separados por espacios. Cada uno abre una columna de la matriz."
    ),
    "Amber from … points below": "Ámbar a … puntos del verde",
    "A red lead that few points part from green goes on the review list.": (
        "Un lead en rojo al que le faltan pocos puntos para el verde va a la lista de revisión."
    ),
    "Somebody changed the draft meanwhile. Reload it and make your change again.": (
        "Alguien ha cambiado el borrador mientras tanto. Recárgalo y repite tu cambio."
    ),
    "There is no draft. Start one from the live model.": (
        "No hay borrador. Empieza uno desde el modelo en vigor."
    ),
    "This draft was built on v%(base)s, but v%(live)s is live now. Look at what changed first.": (
        "Este borrador partió de la v%(base)s, pero ahora está en vigor la v%(live)s. Mira antes qué ha cambiado."
    ),
    "No scoring model is live yet. Publish one first.": (
        "Todavía no hay un modelo de puntuación en vigor. Publica uno antes."
    ),
    "No lead has an outcome: import one into the custom field “outcome”.": (
        "Ningún lead tiene desenlace: impórtalo en el campo propio «outcome»."
    ),
    "Choose a grade from A to D.": "Elige un grado de A a D.",
    "Give a shorter reason.": "Da un motivo más corto.",
    "Say why: the team will read it on the timeline.": "Di por qué: el equipo lo leerá en la cronología.",
    "Somebody changed the draft meanwhile. Reload it before you publish.": (
        "Alguien ha cambiado el borrador mientras tanto. Recárgalo antes de publicar."
    ),
    "A model needs at least one criterion before it can go live.": (
        "Un modelo necesita al menos un criterio para entrar en vigor."
    ),
    "There is no version %(version)s.": "No hay una versión %(version)s.",
    "v%(version)s is live already.": "La v%(version)s ya está en vigor.",
    "Scoring draft v%(number)d": "Borrador de puntuación v%(number)d",
    "v%(number)d is live. Every lead is being rescored.": (
        "La v%(number)d está en vigor. Se están volviendo a puntuar todos los leads."
    ),
    "v%(old)d is live again, as v%(number)d. Every lead is being rescored.": (
        "La v%(old)d vuelve a estar en vigor, como v%(number)d. Se están volviendo a puntuar todos los leads."
    ),
    "The draft is gone. What is live has not changed.": (
        "El borrador se ha descartado. Lo que está en vigor no ha cambiado."
    ),
    "The draft follows the live model now.": "El borrador parte ahora del modelo en vigor.",
    "Names something that no longer exists, so it never counts.": (
        "Nombra algo que ya no existe, así que nunca cuenta."
    ),
    "Rescoring every lead": "Puntuando de nuevo todos los leads",
    "Scoring model v%(number)d": "Modelo de puntuación v%(number)d",
    "Edit the criterion": "Editar el criterio",
    "Add a criterion": "Añadir un criterio",
    "Edit the group": "Editar el grupo",
    "Add a group": "Añadir un grupo",
    "The criterion is out of the draft.": "El criterio ya no está en el borrador.",
    "The group is out of the draft.": "El grupo ya no está en el borrador.",
    "Saved in the draft.": "Guardado en el borrador.",
    "Why %(score)d": "Por qué %(score)d",
    "Save grade": "Guardar el grado",
    "Grade set to %(grade)s.": "Grado puesto en %(grade)s.",
    "The grade follows the rules again.": "El grado vuelve a seguir las reglas.",
    "Cap of “%(name)s”": "Tope de «%(name)s»",
    "Cap of the group “%(name)s”": "Tope del grupo «%(name)s»",
    "Never above 100": "Nunca más de 100",
    "Never below 0": "Nunca menos de 0",
    ("%(n)d time", "%(n)d times"): ("%(n)d vez", "%(n)d veces"),
    "today": "hoy",
    ("%(n)d day ago", "%(n)d days ago"): ("hace %(n)d día", "hace %(n)d días"),
    "half each": "la mitad cada uno",
    "%(fit)d %% and %(engagement)d %%": "%(fit)d %% y %(engagement)d %%",
    "each time": "cada vez",
    ("halves every %(n)d day", "halves every %(n)d days"): (
        "se reduce a la mitad cada %(n)d día",
        "se reduce a la mitad cada %(n)d días",
    ),
    ("only the last %(n)d day", "only the last %(n)d days"): (
        "solo el último día",
        "solo los últimos %(n)d días",
    ),
    "at most %(points)s": "como mucho %(points)s",
    "%(points)s points below %(grade)s.": "A %(points)s puntos de %(grade)s.",
    "Nothing that is still unknown would reach it.": "Nada de lo que falta por saber bastaría.",
    "What would help most: %(steps)s.": "Lo que más ayudaría: %(steps)s.",
    "%(steps)s would reach it, with a score of %(score)d.": (
        "Se llega con %(steps)s, y la puntuación sería %(score)d."
    ),
    "“%(name)s” %(points)s": "«%(name)s» %(points)s",
}
