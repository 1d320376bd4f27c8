"""Spanish of clues and inferences."""

TRANSLATIONS = {
    "Clue": "Pista",
    "Clues": "Pistas",
    "Confirm": "Confirmar",
    "Confirm %(question)s": "Confirmar %(question)s",
    "%(question)s is not so": "%(question)s no es así",
    "Not so": "No es así",
    "What somebody confirmed counts before what is probable; then the higher confidence, then the newer.": (
        "Lo que alguien confirmó va antes que lo probable; después, la mayor confianza y luego lo más reciente."
    ),
    "Earlier clues (%(n)s)": "Pistas anteriores (%(n)s)",
    (
        "%(n)s of them would get the answer.",
        "%(n)s of them would get the answer.",
    ): ("%(n)s de ellos recibiría la respuesta.", "%(n)s de ellos recibirían la respuesta."),
    "Of %(known)s the answer is known already; it agrees in %(agree)s (%(share)s).": (
        "De %(known)s ya se conoce la respuesta; coincide en %(agree)s (%(share)s)."
    ),
    "Of none the answer is known yet.": "De ninguno se conoce aún la respuesta.",
    "Give the answer to see how it fits what is known.": (
        "Indica la respuesta para ver cómo encaja con lo que se sabe."
    ),
    "Inferences": "Inferencias",
    "If": "Si",
    "Then %(question)s is probably": "Entonces %(question)s es probablemente",
    "If condition or answer change, its hits and misses are counted anew.": (
        "Si cambia la condición o la respuesta, sus aciertos y fallos se cuentan de nuevo."
    ),
    "What it would say now": "Qué diría ahora",
    "What probably holds of a lead without anybody having asked. Outcomes correct the confidence.": (
        "Lo que probablemente vale para un lead sin que nadie lo haya preguntado. Los resultados corrigen la confianza."
    ),
    "Create inference": "Crear inferencia",
    "If %(condition)s, then %(answer)s with %(percent)s": (
        "Si %(condition)s, entonces %(answer)s con un %(percent)s"
    ),
    ("Holds for %(n)s lead", "Holds for %(n)s leads"): ("Vale para %(n)s lead", "Vale para %(n)s leads"),
    "right in %(hits)s of %(tried)s, your estimate was %(own)s": (
        "acertó en %(hits)s de %(tried)s, tu estimación era del %(own)s"
    ),
    "not put to the test yet": "aún no se ha puesto a prueba",
    "No inference yet. Write down what your best salesperson guesses, e.g. from the car that somebody drives.": (
        "Aún no hay inferencias. Anota lo que deduce tu mejor comercial, p. ej. del coche que alguien conduce."
    ),
    "%(question)s: not %(value)s": "%(question)s: no %(value)s",
    "%(question)s: %(value)s": "%(question)s: %(value)s",
    "%(question)s: probably %(value)s (%(percent)s)": "%(question)s: probablemente %(value)s (%(percent)s)",
    "probably %(value)s (%(percent)s)": "probablemente %(value)s (%(percent)s)",
    "%(kind)s of %(day)s": "%(kind)s del %(day)s",
    "since %(day)s": "desde el %(day)s",
    "%(name)s, %(day)s": "%(name)s, %(day)s",
    "noted %(clue)s": "anotó %(clue)s",
    "Clue: %(clue)s": "Pista: %(clue)s",
    "{question}: confidence in %": "{question}: confianza en %",
    "They said so": "Lo dijeron",
    "Likely": "Probable",
    "Maybe": "Quizá",
    "A hint": "Un indicio",
    "This or more": "Esto o más",
    "How sure is it?": "¿Qué seguridad hay?",
    "What speaks for it?": "¿Qué lo indica?",
    "Where?": "¿Dónde?",
    "Nowhere in particular": "En ningún sitio en concreto",
    "In a few words, as the lead page gives it: drives a premium car.": (
        "En pocas palabras, como las da la página del lead: conduce un coche de gama alta."
    ),
    "Confidence in %": "Confianza en %",
    "Your own estimate. Answers that people confirm or correct move it.": (
        "Tu propia estimación. La mueven las respuestas que se confirman o corrigen."
    ),
    "It was right": "Acertó",
    "It was wrong": "Falló",
    "Somebody said no": "Alguien dijo que no",
    "Give the amount itself: “at least” is not certain.": "Indica el importe exacto: «al menos» no es seguro.",
    "This clue is settled already.": "Esta pista ya está resuelta.",
    "This question does not exist.": "Esta pregunta no existe.",
    "This must be between 1 and 100.": "Debe estar entre 1 y 100.",
    "This must be between 1 and 99.": "Debe estar entre 1 y 99.",
    "This did not happen to this lead.": "Esto no ocurrió con este lead.",
    "A workspace has at most %(most)d inferences.": "Un espacio tiene como máximo %(most)d inferencias.",
    "Apply inferences": "Aplicar inferencias",
    "Only a number can be “at least”.": "Solo un número puede ser «al menos».",
    "%(why)s · %(outcome)s": "%(why)s · %(outcome)s",
    "Clue noted.": "Pista anotada.",
    "Confirmed.": "Confirmado.",
    "Taken back.": "Retirado.",
    "Counting takes too long. Narrow the conditions.": "Contar lleva demasiado. Precisa más las condiciones.",
    "Taken back; the inference counts it as a miss.": "Retirado; la inferencia lo cuenta como fallo.",
    "“%(name)s” saved. The leads follow in a moment.": "«%(name)s» se ha guardado. Los leads siguen enseguida.",
    "Set by hand.": "Puesto a mano.",
    "No rule of classification holds.": "No se cumple ninguna regla de clasificación.",
    "By the rule “%(rule)s”: %(sentence)s": "Por la regla «%(rule)s»: %(sentence)s",
    "Inference added": "Inferencia añadida",
    "Inference changed": "Inferencia cambiada",
}
