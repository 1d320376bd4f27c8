"""Spanish for the models that only some leads have, and for the definitions that teams hold."""

TRANSLATIONS = {
    "Models": "Modelos",
    "Green if": "Verde si",
    "By model": "Por modelo",
    "The leads of each model": "Los leads de cada modelo",
    ("%(shown)s lead", "%(shown)s leads"): ("%(shown)s lead", "%(shown)s leads"),
    "Say which leads it is for: without a condition it would be for all.": (
        "Di para qué leads es: sin condición sería para todos."
    ),
    "Model “%(name)s”": "Modelo «%(name)s»",
    "Default model": "Modelo general",
    "Add a model for some leads": "Añadir un modelo para algunos leads",
    "A lead has the first model whose condition holds.": (
        "Un lead tiene el primer modelo cuya condición se cumple."
    ),
    "A lead has the first model whose condition holds; those asked before this one come first.": (
        "Un lead tiene el primer modelo cuya condición se cumple; los que se preguntan antes van primero."
    ),
    "Every lead has this model. Leads of a product, a topic or a country may have one of their own.": (
        "Todos los leads tienen este modelo. Los de un producto, un tema o un país pueden tener uno propio."
    ),
    "every other lead": "todos los demás leads",
    ("%(n)s criterion", "%(n)s criteria"): ("%(n)s criterio", "%(n)s criterios"),
    ("%(n)d criterion", "%(n)d criteria"): ("%(n)d criterio", "%(n)d criterios"),
    "For the leads for which this holds": "Para los leads que cumplen esto",
    "For every lead that has no other model.": "Para todos los leads que no tienen otro modelo.",
    "Who has it": "Quién lo tiene",
    "Who has this model": "Quién tiene este modelo",
    "Which leads have it": "Qué leads lo tienen",
    "Which leads it is for": "Para qué leads es",
    "Who meets it now": "Quién la cumple ahora",
    "A copy of “%(name)s”": "Una copia de «%(name)s»",
    "No criteria, graded as the default model": "Sin criterios, con los grados del modelo general",
    "A copy has the same rules under keys of their own; changing one leaves the other as it is.": (
        "Una copia tiene las mismas reglas con claves propias; cambiar una deja la otra como está."
    ),
    "Of the model “%(name)s”": "Del modelo «%(name)s»",
    "Remove the model": "Quitar el modelo",
    "Remove the model “%(name)s”": "Quitar el modelo «%(name)s»",
    ("%(n)s criterion goes with it.", "%(n)s criteria go with it."): (
        "Se va con él %(n)s criterio.",
        "Se van con él %(n)s criterios.",
    ),
    ("So does %(n)s definition.", "So do %(n)s definitions."): (
        "También %(n)s definición.",
        "También %(n)s definiciones.",
    ),
    "Its leads will have the next model whose condition holds. What is live stays as it is until you publish.": (
        "Sus leads tendrán el siguiente modelo cuya condición se cumpla. Lo que está en vigor sigue igual hasta "
        "que publiques."
    ),
    "The model is out of the draft.": "El modelo ya no está en el borrador.",
    "The models are asked in another order.": "Los modelos se preguntan en otro orden.",
    "The model “%(name)s” needs at least one criterion before it can go live.": (
        "El modelo «%(name)s» necesita al menos un criterio antes de entrar en vigor."
    ),
    "Names something that no longer exists, so no lead has it.": (
        "Nombra algo que ya no existe, así que ningún lead lo tiene."
    ),
    "now the model “%(name)s”": "ahora el modelo «%(name)s»",
    "Scored by the model “{}”, since this holds: {}": "Puntuado con el modelo «{}», porque se cumple: {}",
    "Scored by the default model: no other is for this lead.": (
        "Puntuado con el modelo general: ningún otro es para este lead."
    ),
    "Definition": "Definición",
    "Definition “%(name)s”": "Definición «%(name)s»",
    "Add a definition for some leads": "Añadir una definición para algunos leads",
    "Remove the definition": "Quitar la definición",
    "The definition is out of the draft.": "La definición ya no está en el borrador.",
    "The definitions are asked in another order.": "Las definiciones se preguntan en otro orden.",
    "The definition “%(name)s” names a team that does not exist.": (
        "La definición «%(name)s» nombra un equipo que no existe."
    ),
    "Ready, by team": "Listo, por equipo",
    "The first whose condition holds says what turns the light green, instead of “Ready for Sales”.": (
        "La primera cuya condición se cumple dice qué pone el semáforo en verde, en lugar de «Listo para Ventas»."
    ),
    "One definition for all. A sales team may hold its own for some leads.": (
        "Una definición para todos. Un equipo de ventas puede tener la suya para algunos leads."
    ),
    "Whose definition it is, for readers. Which leads it is for, the condition below says.": (
        "De quién es la definición, para quien la lee. Para qué leads es lo dice la condición de abajo."
    ),
    "Ready by the definition “{}”, since this holds: {}": "Listo según la definición «{}», porque se cumple: {}",
    "Ready by the model's own definition: no team's is for this lead.": (
        "Listo según la definición del propio modelo: ninguna de equipo es para este lead."
    ),
    "Team of the owner": "Equipo del responsable",
    "Give a list of at most %(most)d models besides the default one.": (
        "Da una lista de %(most)d modelos como máximo, además del general."
    ),
    (
        "A lead gets its owner after it is green, so the team of the owner cannot say which leads are meant. "
        "Ask for what the lead brings, such as its country, region or topic."
    ): (
        "Un lead recibe responsable después de ponerse verde, así que el equipo del responsable no puede decir de qué "
        "leads se trata. Pregunta por lo que el lead trae, como su país, su región o su tema."
    ),
    "For the green light:": "Para el semáforo verde:",
    "Find out: %(fields)s": "Averigua: %(fields)s",
    ("%(n)d datum more", "%(n)d data more"): ("%(n)d dato más", "%(n)d datos más"),
    "%(steps)s. Together that turns it green.": "%(steps)s. Con todo ello se pone verde.",
    "Known not to meet: %(requirements)s.": "Se sabe que no cumple: %(requirements)s.",
    "Nothing that is still unknown brings all the points it takes.": (
        "Nada de lo que aún no se sabe trae todos los puntos que hacen falta."
    ),
    "Give a list of at most %(most)d definitions.": "Da una lista de %(most)d definiciones como máximo.",
    "All models together may have at most %(most)d criteria.": (
        "Todos los modelos juntos pueden tener %(most)d criterios como máximo."
    ),
}
