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
    # signatures
    "Marketing and Sales both sign before a model goes live": (
        "Marketing y Ventas firman antes de que un modelo entre en vigor"
    ),
    "A marketer and a manager sign the draft; an edit voids both signatures. An administrator may publish without "
    "them, with a reason that stands in the audit log.": (
        "Alguien de marketing y alguien de dirección firman el borrador; un cambio anula las dos firmas. La "
        "administración puede publicar sin ellas, con un motivo que queda en el registro."
    ),
    "Publishing a model": "Publicar un modelo",
    "Publishing": "Publicación",
    "You signed the draft.": "Has firmado el borrador.",
    "Your side's signature is taken back.": "La firma de tu lado queda retirada.",
    "Signed": "Firmado",
    "Take back": "Retirar",
    "An edit voided the signature.": "Un cambio anuló la firma.",
    "Has not signed yet": "Aún no ha firmado",
    "Sign the draft": "Firmar el borrador",
    "Why without both signatures": "Por qué sin las dos firmas",
    "Publish all the same": "Publicar de todos modos",
    "Not signed yet: %(sides)s. Both sides sign the draft as it is now.": (
        "Falta la firma de: %(sides)s. Ambos lados firman el borrador tal como está ahora."
    ),
    "Sales": "Ventas",
    "A marketer signs for Marketing, a manager for Sales.": (
        "Alguien de marketing firma por Marketing y alguien de dirección, por Ventas."
    ),
    "Somebody changed the draft meanwhile. Look at it again before you sign.": (
        "Alguien cambió el borrador mientras tanto. Revísalo otra vez antes de firmar."
    ),
    "This draft is gone: somebody published or discarded it. v%(number)s is live.": (
        "Este borrador ya no existe: alguien lo publicó o lo descartó. Está en vigor la v%(number)s."
    ),
    "%(names)s names something that was deleted. Change or remove it, then publish.": (
        "%(names)s nombra algo que se eliminó. Cámbialo o quítalo y publica después."
    ),
    "A key cannot publish without the signatures; an administrator can.": (
        "Una clave no puede publicar sin las firmas; la administración sí."
    ),
    "Publishing of scoring models changed": "Publicación de modelos de puntuación cambiada",
    "Scoring model published without both signatures": "Modelo de puntuación publicado sin las dos firmas",
    # a grade by hand
    "The grade goes back to the rules the night after. Empty: until you give it back.": (
        "El grado vuelve a las reglas la noche siguiente. Vacío: hasta que lo devuelvas."
    ),
    "Choose a day after today, within two years.": "Elige un día posterior a hoy, dentro de dos años.",
    "Its last day is over": "Pasó su último día",
    "Grade given back to the score": "Grado devuelto a la puntuación",
    "A person set %(grade)s; the rules would give %(own)s.": (
        "Una persona puso %(grade)s; las reglas darían %(own)s."
    ),
}
