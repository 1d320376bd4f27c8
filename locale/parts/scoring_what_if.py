"""Spanish for the draft of a scoring model: what it would change, tests, signatures, history."""

TRANSLATIONS = {
    "A better grade": "Un grado mejor",
    "A worse grade": "Un grado peor",
    "Another light": "Otro semáforo",
    "Compare all leads with the draft": "Comparar todos los leads con el borrador",
    "Compare every lead": "Comparar todos los leads",
    "Compare every lead with the draft": "Comparar todos los leads con el borrador",
    "Comparing every lead": "Comparando todos los leads",
    "Every lead whose grade or light changes": "Todos los leads que cambian de grado o de semáforo",
    "From %(now)s to %(then)s": "De %(now)s a %(then)s",
    "From grade %(now)s to %(then)s": "Del grado %(now)s al %(then)s",
    "Hand-offs a week": "Entregas por semana",
    "Hand-offs of today": "Entregas de hoy",
    "Leads that would change, with the reason": "Leads que cambiarían, con el motivo",
    "No lead would go to Sales because of it.": "Ningún lead pasaría a Ventas por este cambio.",
    "No lead would move like this.": "Ningún lead cambiaría así.",
    "No light would change.": "Ningún semáforo cambiaría.",
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
        (
            "Of %(shown)s lead of the last %(days)s days, %(green)s would have turned green in its first week; "
            "%(was)s by the live rules."
        ),
        (
            "Of %(shown)s leads of the last %(days)s days, %(green)s would have turned green in their first week; "
            "%(was)s by the live rules."
        ),
    ): (
        (
            "De %(shown)s lead de los últimos %(days)s días, %(green)s se habría puesto en verde en su primera semana; "
            "%(was)s con las reglas en vigor."
        ),
        (
            "De %(shown)s leads de los últimos %(days)s días, %(green)s se habrían puesto en verde en su primera semana; "
            "%(was)s con las reglas en vigor."
        ),
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
    "%(names)s names something that was deleted or switched off. Change or remove it, then publish.": (
        "%(names)s nombra algo que se eliminó o se desactivó. Cámbialo o quítalo y publica después."
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
    # trials
    "With what we know by now": "Con lo que ya sabemos",
    "Try the draft on what has ended": "Probar el borrador con lo que ya terminó",
    "Each hand-off as it stood when it was made: nothing learned later counts.": (
        "Cada entrega como estaba cuando se hizo: nada de lo sabido después cuenta."
    ),
    "the last %(n)s of each, above the line": "los últimos %(n)s de cada clase, por encima de la línea",
    "Hand-offs that were won, lost or returned, and how many would have gone to Sales": (
        "Entregas ganadas, perdidas o devueltas, y cuántas habrían pasado a Ventas"
    ),
    "Ended": "Terminó",
    "Before and after": "Antes y después",
    "How many of each": "Cuántos de cada clase",
    "those judged otherwise first": "primero los que cambiarían",
    "Leads, and what each version would have said of them": "Leads y lo que cada versión habría dicho de ellos",
    "No hand-off has ended like this yet.": "Todavía ninguna entrega ha terminado así.",
    (
        "%(n)s more ended without a hand-off whose facts were kept.",
        "%(n)s more ended without hand-offs whose facts were kept.",
    ): (
        "%(n)s más terminó sin una entrega cuyos datos se guardaran.",
        "%(n)s más terminaron sin entregas cuyos datos se guardaran.",
    ),
    "Try the draft on a lead": "Probar el borrador con un lead",
    "Try on a lead": "Probar con un lead",
    "Name, company or e-mail": "Nombre, empresa o correo",
    "Find": "Buscar",
    "Live and draft": "En vigor y borrador",
    "hit": "se cumple",
    "missed": "no se cumple",
    ("%(n)s activity", "%(n)s activities"): ("%(n)s actividad", "%(n)s actividades"),
    "the last on": "la última el",
    "No lead is called that.": "Ningún lead se llama así.",
    "Find a lead to see which rules of the draft it meets, and why.": (
        "Busca un lead para ver qué reglas del borrador cumple y por qué."
    ),
    # differences
    "Compare two versions": "Comparar dos versiones",
    "Compare with what is live": "Comparar con lo que está en vigor",
    "These versions have the same rules.": "Estas versiones tienen las mismas reglas.",
    "What is different": "Qué es distinto",
    ("%(n)s change", "%(n)s changes"): ("%(n)s cambio", "%(n)s cambios"),
    "added": "añadido",
    "removed": "quitado",
    "changed": "cambiado",
    "Weights": "Pesos",
    "Group “%(name)s”": "Grupo «%(name)s»",
    "Counts when": "Cuenta cuando",
    "Now required": "Ahora se exige",
    "No longer required": "Ya no se exige",
    "The grid has other grades.": "La tabla tiene otros grados.",
    "Fit from %(fit)s, engagement from %(engagement)s": "Encaje desde %(fit)s, interés desde %(engagement)s",
    "Halves": "Se reduce a la mitad",
    "Looks back": "Mira atrás",
    "Weight of fit": "Peso del encaje",
    ("%(n)d day", "%(n)d days"): ("%(n)d día", "%(n)d días"),
    "none": "ninguno",
    # history
    "The score over time": "La puntuación a lo largo del tiempo",
    "A dot where the grade changed; the table below has every kept score.": (
        "Un punto donde cambió el grado; la tabla de abajo tiene cada puntuación guardada."
    ),
    "Since last week": "Desde la semana pasada",
    "No line has moved.": "Ninguna línea ha cambiado.",
    "new activity": "actividad nueva",
    "faded": "se ha reducido",
    "met now": "ahora se cumple",
    "no longer met": "ya no se cumple",
    "cap or bound": "tope o límite",
}
