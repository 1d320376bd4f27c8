"""The review meeting, in Spanish."""

TRANSLATIONS = {
    # the list
    "Reviews": "Revisiones",
    ("meeting", "Review"): "Revisión",
    "The review": "La revisión",
    "Marketing and Sales look at the last leads together: were they right, too early, or no fit?": (
        "Marketing y Ventas miran juntos los últimos leads: ¿eran buenos, era pronto, no encajaban?"
    ),
    "Learning alarm": "Alarma de aprendizaje",
    "Learning alarm changed": "Alarma de aprendizaje cambiada",
    "Begin a review": "Empezar una revisión",
    "What to look at": "Qué se revisa",
    "Cases": "Casos",
    "No review yet. Twenty to fifty of the last hand-offs, judged by Marketing and Sales in half an hour, show where the definition is wrong.": (
        "Aún no hay revisiones. De veinte a cincuenta de las últimas entregas, juzgadas por Marketing y Ventas en media "
        "hora, enseñan dónde falla la definición."
    ),
    "Hand-offs to Sales": "Entregas a Ventas",
    "Conversions to opportunity": "Conversiones en oportunidad",
    # what came back
    "Sent back by Sales": "Devuelto por Ventas",
    "Came back": "Devueltos",
    "Mostly for": "Sobre todo por",
    "Nothing came back.": "No se devolvió nada.",
    "Sales got no lead in 90 days.": "Ventas no recibió ningún lead en 90 días.",
    "With the rule": "Con la regla",
    "From the source": "Del origen",
    "%(returned)s of %(handed)s hand-offs in 90 days": "%(returned)s de %(handed)s entregas en 90 días",
    ("%(back)d of %(n)d", "%(back)d of %(n)d"): ("%(back)d de %(n)d", "%(back)d de %(n)d"),
    "%(back)s of %(n)s hand-offs came back for this in %(days)s days.": (
        "por esto se devolvieron %(back)s de %(n)s entregas en %(days)s días."
    ),
    "Review them": "Revisarlos",
    "Too many leads come back for one reason": "Vuelven demasiados leads por un motivo",
    "%(label)s: %(returned)s of %(handed)s hand-offs came back. Review them.": (
        "%(label)s: volvieron %(returned)s de %(handed)s entregas. Revísalas."
    ),
    # the alarm
    "When too many leads come back for one reason, Marketing and managers are told once and a review of them is proposed.": (
        "Cuando vuelven demasiados leads por un motivo, se avisa una vez a Marketing y a los responsables y se propone "
        "revisarlos."
    ),
    "Returns for one reason": "Devoluciones por un motivo",
    "Empty: the number does not count.": "Vacío: el número no cuenta.",
    "Percent of the hand-offs, for one reason": "Porcentaje de las entregas, por un motivo",
    "Empty: the share does not count. Without both, the alarm never rings.": (
        "Vacío: el porcentaje no cuenta. Sin ninguno de los dos, la alarma no suena nunca."
    ),
    "The share counts from so many hand-offs": "El porcentaje cuenta desde tantas entregas",
    "Within so many days": "En tantos días",
    "Count the returns of 7 to 365 days.": "Cuenta las devoluciones de 7 a 365 días.",
    "A share is from 1 to 100 percent.": "Un porcentaje va de 1 a 100.",
    "At least one return.": "Al menos una devolución.",
    # begun
    "The leads are frozen as they were when Sales got them. Each person says of each: good, too early or not a fit.": (
        "Los leads se congelan como estaban cuando Ventas los recibió. Cada persona dice de cada uno: bueno, pronto o no "
        "encaja."
    ),
    "Everybody of Marketing and Sales is invited already.": "Todo Marketing y Ventas está ya invitado.",
    "Freeze and invite": "Congelar e invitar",
    "Who gives verdicts": "Quién da su veredicto",
    "Each gets a notice with the link, and judges alone or together with the others.": (
        "Cada uno recibe un aviso con el enlace y juzga solo o junto con los demás."
    ),
    "Invite somebody of Marketing or Sales.": "Invita a alguien de Marketing o de Ventas.",
    "How many": "Cuántos",
    "The newest 20 to 50; fewer if there are not that many.": "Los últimos, de 20 a 50; menos si no hay tantos.",
    "Given back for": "Devueltos por",
    "Any, given back or not": "Cualquiera, devueltos o no",
    "Handed to the team": "Entregados al equipo",
    "Any team": "Cualquier equipo",
    "From when": "De cuándo",
    "Any time": "De siempre",
    "Last 90 days": "Últimos 90 días",
    "Last 12 months": "Últimos 12 meses",
    "Only hand-offs are given back. Choose them, or no reason.": (
        "Solo se devuelven entregas. Elígelas, o no pongas motivo."
    ),
    "No lead that Sales got fits this. Choose another reason, team or time.": (
        "Ningún lead que recibió Ventas cumple esto. Elige otro motivo, equipo o plazo."
    ),
    "There are only %(n)d such leads; all of them are in.": "Solo hay %(n)d leads así; están todos.",
    "Given back: %(reason)s": "Devueltos: %(reason)s",
    "Review of hand-offs, %(month)s": "Revisión de entregas, %(month)s",
    "given back for “%(reason)s”": "devueltas por «%(reason)s»",
    "team %(name)s": "equipo %(name)s",
    ("last %(n)d day", "last %(n)d days"): ("último día", "últimos %(n)d días"),
    # a case
    "As it was when Sales got it: was it the right lead, at the right moment?": (
        "Como estaba cuando Ventas lo recibió: ¿era el lead adecuado, en el momento adecuado?"
    ),
    "%(n)s of %(total)s": "%(n)s de %(total)s",
    "Judged by you": "Juzgados por ti",
    "All judged": "Todos juzgados",
    "You judged every case.": "Has juzgado todos los casos.",
    "You may still change any verdict while the review is open.": (
        "Puedes cambiar cualquier veredicto mientras la revisión esté abierta."
    ),
    "See what others said": "Ver qué dijeron los demás",
    "What was known": "Qué se sabía",
    "known": "conocido",
    "not known": "no se sabe",
    "What had happened before": "Qué había pasado antes",
    "Nothing that Marketing saw.": "Nada que viera Marketing.",
    "Score then, by v%(number)s": "Puntuación de entonces, con v%(number)s",
    "v%(number)s was live when this review began.": "Cuando empezó esta revisión regía v%(number)s.",
    "Caps and bounds": "Topes y límites",
    "Verdict": "Veredicto",
    ("verdict", "Good"): "Bueno",
    ("verdict", "Too early"): "Pronto",
    ("verdict", "Not a fit"): "No encaja",
    "Note for the others (optional)": "Nota para los demás (opcional)",
    "You are not asked for verdicts in this review.": "En esta revisión no se te pide veredicto.",
    "Keys: 1 good, 2 too early, 3 not a fit, then a number or Enter for the reason. J and K turn the page, U takes the last one back, N writes a note.": (
        "Teclas: 1 bueno, 2 pronto, 3 no encaja, y después un número o Intro para el motivo. J y K pasan la página, U "
        "retira el último, N escribe una nota."
    ),
    "Case %(n)d": "Caso %(n)d",
    "Case %(n)d, erased": "Caso %(n)d, borrado",
    ("outcome", "Not answered"): "Sin respuesta",
    # the board
    "Who has judged": "Quién ha juzgado",
    "All verdicts given": "Ha juzgado todos",
    "Has not judged yet": "Aún no ha juzgado",
    "most disputed first": "primero los más discutidos",
    "disputed": "discutido",
    ("%(n)s verdict", "%(n)s verdicts"): ("%(n)s veredicto", "%(n)s veredictos"),
    "Close the review": "Cerrar la revisión",
    "Give my verdicts": "Dar mis veredictos",
    "You see the verdicts when the review is closed.": "Verás los veredictos cuando se cierre la revisión.",
    "You see what others said of a case once you gave your own verdict. You may change it until the review is closed.": (
        "Verás qué dijeron los demás de un caso cuando des tu veredicto. Puedes cambiarlo hasta que se cierre la revisión."
    ),
    "Link for those invited": "Enlace para los invitados",
    "Good ones": "Buenos",
    "%(good)d of %(cases)d, as most said": "%(good)d de %(cases)d, según la mayoría",
    "Agreement": "Acuerdo",
    "all said the same on %(same)d of %(cases)d": "todos dijeron lo mismo en %(same)d de %(cases)d",
    "needs two verdicts on a case": "hacen falta dos veredictos de un caso",
    "Beyond chance": "Más allá del azar",
    "Krippendorff’s alpha: 1 all agree, 0 chance": "Alfa de Krippendorff: 1 acuerdo total, 0 azar",
    # what was found
    "Patterns": "Patrones",
    "what the cases of a verdict have in common": "qué tienen en común los casos de un veredicto",
    "What they have": "Qué tienen",
    ("%(n)s case", "%(n)s cases"): ("%(n)s caso", "%(n)s casos"),
    "Nothing tells the verdicts apart for certain. It takes at least five cases with it and five without.": (
        "Nada distingue los veredictos con seguridad. Hacen falta al menos cinco casos que lo tengan y cinco que no."
    ),
    "6 / 20: six of the twenty cases of this verdict have it. 2.1× (1.2 – 3.4): the verdict was given so many times as often with it as without it, and where the true ratio lies, 19 times in 20.": (
        "6 / 20: lo tienen seis de los veinte casos de este veredicto. 2,1× (1,2 – 3,4): cuántas veces más se dio el "
        "veredicto con ello que sin ello, y entre qué valores está la razón verdadera, 19 de cada 20 veces."
    ),
    "Of %(tried)s comparisons about %(chance)s would show something by chance alone.": (
        "De %(tried)s comparaciones, unas %(chance)s señalarían algo solo por azar."
    ),
    "Reasons given": "Motivos dados",
    "Against what Sales did": "Frente a lo que hizo Ventas",
    "What became of it": "Qué fue de él",
    "By %(what)s": "Por %(what)s",
    "Share of good ones": "Proporción de buenos",
    "%(field)s not known": "%(field)s: no se sabe",
    # rules
    "Rules this speaks for": "Reglas que esto respalda",
    "nothing changes before the draft is published": "nada cambia hasta publicar el borrador",
    "Open as a draft": "Abrir como borrador",
    "A marketer or an administrator puts them into the draft.": (
        "Alguien de Marketing o de administración las pasa al borrador."
    ),
    "What was found is in the draft.": "Lo que se encontró está en el borrador.",
    "No rule is proposed: nothing tells the good from the rest for certain, or the model asks for it already.": (
        "No se propone ninguna regla: nada distingue con seguridad los buenos del resto, o el modelo ya lo pide."
    ),
    "“%(name)s” gives %(now)s points instead of %(was)s.": "«%(name)s» da %(now)s puntos en vez de %(was)s.",
    "“%(name)s” gives no points any more, instead of %(was)s.": "«%(name)s» ya no da puntos, en vez de %(was)s.",
    "A lead is ready only if this is known: %(field)s.": "Un lead solo está listo si se sabe esto: %(field)s.",
    "Grade %(grade)s is not ready any more.": "El grado %(grade)s ya no está listo.",
    "New criterion: “%(sentence)s” gives %(points)s points.": "Criterio nuevo: «%(sentence)s» da %(points)s puntos.",
    "%(bad)d of the %(n)d cases with it were too early or no fit, %(rest)d of the %(others)d others.": (
        "De los %(n)d casos con ello, %(bad)d eran pronto o no encajaban; de los otros %(others)d, %(rest)d."
    ),
    ("%(n)d rule is in the draft.", "%(n)d rules are in the draft."): (
        "%(n)d regla está en el borrador.",
        "%(n)d reglas están en el borrador.",
    ),
    "The draft has these rules already.": "El borrador ya tiene estas reglas.",
    "These rules are not proposed any more: the model holds them by now.": (
        "Estas reglas ya no se proponen: el modelo ya las tiene."
    ),
    "Tick at least one rule.": "Marca al menos una regla.",
    "Close the review first.": "Cierra antes la revisión.",
    "Somebody changed the draft meanwhile. Look at the proposals again.": (
        "Alguien ha cambiado el borrador mientras tanto. Mira otra vez las propuestas."
    ),
    # decisions and minutes
    "Decisions": "Decisiones",
    "What was decided": "Qué se decidió",
    "For the minutes: what changes, who does it, until when.": "Para el acta: qué cambia, quién lo hace, hasta cuándo.",
    "None written down yet.": "Aún no hay ninguna escrita.",
    "Minutes of the review": "Acta de la revisión",
    "Who gave verdicts": "Quién dio veredictos",
    "What was said": "Qué se dijo",
    "Rules changed, in version %(n)s": "Reglas cambiadas, en la versión %(n)s",
    "Rules changed, in the draft": "Reglas cambiadas, en el borrador",
    "Rules proposed; the draft was discarded": "Reglas propuestas; el borrador se descartó",
    # refusals
    "You are not invited to this review.": "No estás en esta revisión.",
    "Choose a verdict: good, too early or not a fit.": "Elige un veredicto: bueno, pronto o no encaja.",
    "Say why it does not fit.": "Di por qué no encaja.",
    "A draft was made of this review, so it stays closed.": "De esta revisión salió un borrador; sigue cerrada.",
    "The review is closed. What was said stays as it is.": "La revisión está cerrada. Lo dicho queda como está.",
}
