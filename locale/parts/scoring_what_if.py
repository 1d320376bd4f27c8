"""Spanish for the draft of a scoring model: what it would change, tests, signatures, history."""

TRANSLATIONS = {
    "A better grade": "Un grado mejor",
    "A worse grade": "Un grado peor",
    "Another light": "Otra luz",
    "Compare all leads with the draft": "Comparar todos los leads con el borrador",
    "Compare every lead": "Comparar todos los leads",
    "Compare every lead with the draft": "Comparar todos los leads con el borrador",
    "Comparing every lead": "Comparando todos los leads",
    "Every lead whose grade or light changes": "Todos los leads que cambian de grado o de luz",
    "From %(now)s to %(then)s": "De %(now)s a %(then)s",
    "From grade %(now)s to %(then)s": "Del grado %(now)s al %(then)s",
    "Hand-offs a week": "Entregas por semana",
    "Hand-offs of today": "Entregas de hoy",
    "Leads that would change, with the reason": "Leads que cambiarían, con el motivo",
    "No lead would go to Sales because of it.": "Ningún lead pasaría a Ventas por este cambio.",
    "No lead would move like this.": "Ningún lead cambiaría así.",
    "No light would change.": "Ninguna luz cambiaría.",
    "None among the leads looked at so far.": "Ninguno entre los leads revisados hasta aquí.",
    "See the draft": "Ver el borrador",
    "The comparison was stopped.": "La comparación se detuvo.",
    "The draft was changed meanwhile. Compare it again.": (
        "El borrador cambió mientras tanto. Compáralo otra vez."
    ),
    "There are many leads, so a worker compares them while you go on.": (
        "Hay muchos leads: se comparan en segundo plano mientras sigues."
    ),
    "To Sales today": "A Ventas hoy",
    "Who changes": "Quién cambia",
    "Would go to %(name)s today": "Irían hoy a %(name)s",
    "green": "verde",
    "amber": "ámbar",
    "red": "rojo",
    "another definition of ready": "otra definición de listo",
    "bounds of the score": "límites de la puntuación",
    "cap of the group “%(name)s”": "tope del grupo «%(name)s»",
    "now %(n)s": "ahora %(n)s",
    "other grades for the same points": "otros grados con los mismos puntos",
    "“%(name)s”": "«%(name)s»",
    ("%(shown)s lead compared", "%(shown)s leads compared"): (
        "%(shown)s lead comparado",
        "%(shown)s leads comparados",
    ),
    (
        "%(n)s more is ready, but rests after a return.",
        "%(n)s more are ready, but rest after a return.",
    ): (
        "%(n)s más está listo, pero descansa tras una devolución.",
        "%(n)s más están listos, pero descansan tras una devolución.",
    ),
    "%(n)s more are ready; they are not shared out here.": "%(n)s más están listos; aquí no se reparten.",
    (
        "Of the %(shown)s lead of the last %(days)s days, %(green)s would be green a week after; %(was)s by the live rules.",
        "Of the %(shown)s leads of the last %(days)s days, %(green)s would be green a week after; %(was)s by the live rules.",
    ): (
        "Del %(shown)s lead de los últimos %(days)s días, %(green)s estaría en verde a la semana; %(was)s hoy.",
        "De los %(shown)s leads de los últimos %(days)s días, %(green)s estarían en verde a la semana; %(was)s hoy.",
    ),
    "Activities count as they were then, other facts as they are now.": (
        "Las actividades cuentan como eran entonces; los demás datos, como son ahora."
    ),
}
