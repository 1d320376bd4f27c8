"""Spanish for the dial of a definition."""

TRANSLATIONS = {
    "This cannot be done": "Esto no se puede hacer",
    "What the settings mean is not counted yet: POST …/draft/dial/count/ first.": (
        "Todavía no se ha contado qué significa cada punto: haz antes POST …/draft/dial/count/."
    ),
    "Compare all leads with this draft first: POST …/draft/simulate/.": (
        "Compara antes todos los leads con este borrador: POST …/draft/simulate/."
    ),
    "The dial": "El punto de cocción",
    "Dial": "Punto de cocción",
    "Dial of “%(name)s”": "Punto de cocción de «%(name)s»",
    "Quick leads of poorer quality, or riper ones that take longer.": (
        "Leads rápidos pero de peor calidad, o más maduros que tardan más."
    ),
    "Give either a line or a setting.": "Indica un punto de la escala (line) o un ajuste (setting).",
    "The dial has no such setting now: there is too little history.": (
        "Ahora no hay ese punto: hay muy poco historial."
    ),
    "See what would change": "Ver qué cambiaría",
    "Definitions": "Definiciones",
    "This definition cannot be turned.": "Esta definición no se puede graduar.",
    "Edit the definition": "Editar la definición",
    "Counting what each setting would mean": "Contando lo que supondría cada punto",
    "Count what each setting would mean": "Contar lo que supondría cada punto",
    "Count what each setting of the dial would mean": "Contar lo que supondría cada punto de cocción",
    "The count was stopped.": "El recuento se detuvo.",
    (
        (
            "%(n)s more newcomer is needed who meets everything else, within 90 days; until then there are no "
            "settings to compare."
        ),
        (
            "%(n)s more newcomers are needed who meet everything else, within 90 days; until then there are no "
            "settings to compare."
        ),
    ): (
        (
            "Hace falta %(n)s lead nuevo más que cumpla todo lo demás, en 90 días; hasta entonces no hay puntos que "
            "comparar."
        ),
        (
            "Hacen falta %(n)s leads nuevos más que cumplan todo lo demás, en 90 días; hasta entonces no hay puntos "
            "que comparar."
        ),
    ),
    "Too little history.": "Poco historial.",
    "When a lead goes to Sales": "Cuándo pasa un lead a Ventas",
    "Counted": "Contado",
    "Setting": "Punto",
    "In the draft": "En el borrador",
    "It changes the draft only. To undo it, choose the former setting.": (
        "Solo cambia el borrador. Para deshacerlo, elige el punto anterior."
    ),
    "Use this setting": "Usar este punto",
    "What was counted": "Qué se ha contado",
    "Asked besides": "Se pide además",
    (
        "%(came)s of the last %(days)s days, and how many of them would have turned green in their first week."
    ): "%(came)s de los últimos %(days)s días, y cuántos se habrían puesto en verde en su primera semana.",
    "One newcomer in %(every)s was looked at.": "Se ha mirado uno de cada %(every)s leads nuevos.",
    (
        "Of past hand-offs that would have stood above the line when they were made: how many Sales accepted, "
        "and where the true share lies, 19 times in 20."
    ): (
        "De las entregas pasadas que habrían superado el punto al hacerse: cuántas aceptó Ventas, y dónde está la "
        "proporción real 19 veces de cada 20."
    ),
    "The same of hand-offs whose end is known: won, lost or returned.": (
        "Lo mismo de las entregas cuyo final se conoce: ganadas, perdidas o devueltas."
    ),
    (
        "Half of the newcomers that get there do so by that day. Activities count as they were then, other "
        "facts as they are now."
    ): (
        "La mitad de los leads nuevos que llegan lo hace hasta ese día. Las actividades cuentan como eran entonces; los "
        "demás datos, como son ahora."
    ),
    "Count again": "Contar de nuevo",
    "There are many leads, so a worker counts while you go on.": (
        "Hay muchos leads: se cuentan en segundo plano mientras sigues."
    ),
    "Rare": "Vuelta y vuelta",
    "Medium rare": "Poco hecho",
    "Medium": "Al punto",
    "Medium well": "Hecho",
    "Well done": "Muy hecho",
    "early and many": "pronto y muchos",
    "rather early": "más bien pronto",
    "in between": "a medio camino",
    "rather ripe": "más bien maduros",
    "few and ripe": "pocos y maduros",
    "It asks about score or grade in another way than “at least so much”, so there is nothing to turn.": (
        "Pregunta por la puntuación o el grado de otro modo que «al menos tanto», así que no hay nada que graduar."
    ),
    "It asks about score or grade more than once, so nobody knows which to turn.": (
        "Pregunta por la puntuación o el grado más de una vez, así que no se sabe cuál graduar."
    ),
    "It asks for more points than a score can have, so no lead is ever ready.": (
        "Pide más puntos de los que puede tener una puntuación, así que ningún lead está listo nunca."
    ),
    "It names something that no longer exists, so no lead is ever ready.": (
        "Nombra algo que ya no existe, así que ningún lead está listo nunca."
    ),
    "Score from %(n)d": "Puntuación desde %(n)d",
    "Any score": "Cualquier puntuación",
    "Any grade": "Cualquier grado",
    "Grade A": "Grado A",
    "Grade %(grade)s or better": "Grado %(grade)s o mejor",
    "Grade A from %(n)d points": "Grado A desde %(n)d puntos",
    "%(better)s, or %(grade)s from %(n)d points": "%(better)s, o %(grade)s desde %(n)d puntos",
    "All other leads": "Los demás leads",
    "Every lead": "Todos los leads",
    ("%(shown)s newcomer", "%(shown)s newcomers"): ("%(shown)s lead nuevo", "%(shown)s leads nuevos"),
    "Expected acceptance": "Aceptación esperada",
    "Expected to be won": "Se ganarían",
    "Days to green": "Días hasta el verde",
    "Hardly any were this raw: it may be less.": "Casi ninguna era tan cruda: puede ser menos.",
    ("%(n)d more hand-off needed", "%(n)d more hand-offs needed"): (
        "falta %(n)d entrega más",
        "faltan %(n)d entregas más",
    ),
    ("of %(shown)s hand-off", "of %(shown)s hand-offs"): ("de %(shown)s entrega", "de %(shown)s entregas"),
    "%(low)s to %(high)s": "del %(low)s al %(high)s",
    "too few newcomers": "muy pocos leads nuevos",
    "none within %(days)d days": "ninguno en %(days)d días",
    "%(share)s get there in %(days)d days": "el %(share)s llega en %(days)d días",
    "At once": "Enseguida",
    "The draft asks for it now: %(line)s.": "El borrador lo pide ahora: %(line)s.",
    "The draft was changed meanwhile. Count it again.": (
        "El borrador se ha cambiado entretanto. Cuéntalo de nuevo."
    ),
    "The draft has no such definition any more.": "El borrador ya no tiene esa definición.",
    "Choose one of the settings.": "Elige uno de los puntos.",
    "This definition cannot be turned. Change it in the editor first.": (
        "Esta definición no se puede graduar. Cámbiala antes en el editor."
    ),
}
