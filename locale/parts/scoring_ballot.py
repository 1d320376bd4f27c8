"""Spanish of a meeting's ballot: its count, the chair's own criteria, and questions for events as they are settled."""

TRANSLATIONS = {
    "Count the ballot of a meeting": "Contar la papeleta de una reunión",
    "The ballot is being counted": "Se está contando la papeleta",
    "The ballot is still being counted. Wait a moment.": "La papeleta aún se está contando. Espera un momento.",
    "The count of the ballot stopped, so nobody can vote yet.": (
        "El recuento de la papeleta se ha detenido, así que todavía no se puede votar."
    ),
    (
        "Every criterion that could be asked is counted: how often it holds, and what became of those leads. "
        "Who is invited is told when the vote begins."
    ): (
        "Se cuenta cada criterio que se podría preguntar: cuántas veces se cumple y qué fue de esos leads. "
        "Los invitados reciben el aviso cuando empieza la votación."
    ),
    "Add a criterion to the ballot": "Añadir un criterio a la papeleta",
    "Any condition that a criterion could have. It is counted as the others are, and Sales gives it a value.": (
        "Cualquier condición que pueda tener un criterio. Se cuenta como los demás, y Ventas le da un valor."
    ),
    "Put it on the ballot": "Poner en la papeleta",
    "Holds for": "Se cumple en",
    "of the chair": "de quien dirige",
    "“%(name)s” is on the ballot.": "«%(name)s» está en la papeleta.",
    "The ballot asks this already.": "La papeleta ya pregunta esto.",
    "Choose what the criterion asks about.": "Elige qué pregunta el criterio.",
    "A meeting has at most %(most)d criteria of the chair's own.": (
        "Una reunión tiene como mucho %(most)d criterios propios de quien la dirige."
    ),
    "Answer": "Respuesta",
    "One of several options": "Una de varias opciones",
    "One a line; only where the answer is one of several.": "Una por línea; solo si la respuesta es una de varias.",
    "It is asked at events": "Se pregunta en los eventos",
    "Agreed questions are offered to whoever builds the form of an event.": (
        "Las preguntas acordadas se ofrecen a quien prepara el formulario de un evento."
    ),
    "Settle": "Acordar",
    "Settle the question": "Acordar la pregunta",
    "agreed": "acordada",
    "Another question asks this already.": "Otra pregunta ya pide esto.",
    "Give 2 to %(most)d options of at most %(longest)d characters each.": (
        "Da de 2 a %(most)d opciones de como mucho %(longest)d caracteres cada una."
    ),
    ("%(n)s person", "%(n)s people"): ("%(n)s persona", "%(n)s personas"),
    # the valuation beside a rule
    "Sales' value": "Valor de Ventas",
    "all of one mind": "todos de acuerdo",
    ("%(n)s apart", "%(n)s apart"): ("separación de %(n)s", "separación de %(n)s"),
    ("%(n)s voter", "%(n)s voters"): ("%(n)s voto", "%(n)s votos"),
    "Those are read with what is known of them today, so a column that was filled in after the end would teach the end.": (
        "Estos se leen con lo que se sabe hoy de ellos, así que una columna rellenada después del final enseñaría el final."
    ),
}
