"""Spanish of merging leads and of likely duplicates."""

TRANSLATIONS = {
    ("verb", "Merge"): "Fusionar",
    # timeline and history
    "Merged": "Fusionado",
    "Merge undone": "Fusión deshecha",
    "merged %(lead)s into it": "fusionó con él a %(lead)s",
    "%(lead)s was merged into it": "Se fusionó con él a %(lead)s",
    "undid the merge: %(lead)s is a lead of its own again": "deshizo la fusión: %(lead)s vuelve a ser un lead aparte",
    "Merge undone: %(lead)s is a lead of its own again": "Fusión deshecha: %(lead)s vuelve a ser un lead aparte",
    "The other hand-off was closed: a lead waits for Sales once.": (
        "La otra entrega se cerró: un lead espera a Ventas una sola vez."
    ),
    "The other workflow was ended: a lead is in one at a time.": (
        "El otro flujo se terminó: un lead está en uno a la vez."
    ),
    "The lead was merged": "El lead se fusionó",
    "One of the two hand-offs will be closed: a lead waits for Sales once.": (
        "Se cerrará una de las dos entregas: un lead espera a Ventas una sola vez."
    ),
    "One of the two workflows will be ended: a lead is in one at a time.": (
        "Terminará uno de los dos flujos: un lead está en uno a la vez."
    ),
    # refusals
    "Choose another lead: this is the same one.": "Elige otro lead: este es el mismo.",
    "One of these leads was merged or deleted a moment ago.": "Uno de estos leads se fusionó o se borró hace un momento.",
    "Somebody changed one of these leads a moment ago. Look at them again.": (
        "Alguien cambió uno de estos leads hace un momento. Míralos otra vez."
    ),
    "Somebody changed one of these leads since you looked. Look at them again.": (
        "Alguien cambió uno de estos leads desde que los miraste. Míralos otra vez."
    ),
    "Both leads were converted. Undo one conversion first, or leave them as they are.": (
        "Los dos leads se convirtieron. Deshaz antes una conversión o déjalos como están."
    ),
    "The lead that goes knows no such fact.": "El lead que se fusiona no tiene ese dato.",
    "Some facts cannot be taken.": "Algunos datos no se pueden tomar.",
    "This merge was undone already.": "Esta fusión ya se deshizo.",
    "This lead was merged into another one since. Undo that merge first.": (
        "Este lead se fusionó después con otro. Deshaz antes esa fusión."
    ),
    "Another lead has the address or the foreign ID of the lead that would come back.": (
        "Otro lead tiene la dirección o el identificador externo del lead que volvería."
    ),
    "This lead was merged into another one.": "Este lead se fusionó con otro.",
    "This lead was merged into %(lead)s. Nothing was saved; here is what is known now.": (
        "Este lead se fusionó con %(lead)s. No se guardó nada; esto es lo que se sabe ahora."
    ),
    # side by side
    "Merge…": "Fusionar…",
    "Merge %(lead)s with…": "Fusionar %(lead)s con…",
    "Merge leads": "Fusionar leads",
    "Look for the lead that is the same person or company. You then see both side by side.": (
        "Busca el lead que es la misma persona o empresa. Después verás los dos lado a lado."
    ),
    "No other lead was found.": "No se encontró ningún otro lead.",
    "Name, company, e-mail or phone": "Nombre, empresa, correo o teléfono",
    "Everything that happened to both stays on one lead. It can be undone at any time.": (
        "Todo lo que pasó con los dos queda en un solo lead. Se puede deshacer en cualquier momento."
    ),
    "Keep the other one": "Conservar el otro",
    "Both leads, fact by fact": "Los dos leads, dato a dato",
    "Fact": "Dato",
    "Stays": "Queda",
    "Becomes part of it": "Pasa a formar parte de él",
    "nothing": "nada",
    "goes on": "sigue",
    ("%(n)s entry of its timeline comes along.", "%(n)s entries of its timeline come along."): (
        "Se suma %(n)s entrada de su cronología.",
        "Se suman %(n)s entradas de su cronología.",
    ),
    "Of the two stages the further one goes on, with its owner.": (
        "De las dos etapas sigue la más avanzada, con su responsable."
    ),
    "Choose one value for each fact.": "Elige un valor para cada dato.",
    "%(goes)s was merged into %(stays)s.": "%(goes)s se fusionó con %(stays)s.",
    "%(lead)s is a lead of its own again.": "%(lead)s vuelve a ser un lead aparte.",
    "Changed since and left as it is: %(facts)s.": "Cambió después y se deja como está: %(facts)s.",
    "the hand-off": "la entrega",
    "the workflow": "el flujo",
    "Product": "Producto",
    "Rest date": "Fecha de reanudación",
    "Earlier lead": "Lead anterior",
    "Merged into this lead": "Fusionados con este lead",
    "Undo merge": "Deshacer fusión",
    # likely duplicates
    "Duplicates": "Duplicados",
    "Likely duplicates": "Posibles duplicados",
    "Likely the same as": "Posiblemente el mismo que",
    "Likeness": "Parecido",
    "What to do": "Qué hacer",
    "Not the same": "No es el mismo",
    "%(first)s and %(second)s are not the same.": "%(first)s y %(second)s no son el mismo.",
    "The suggestion is back.": "La sugerencia ha vuelto.",
    "A scan is under way already.": "Ya hay una búsqueda en curso.",
    "All leads were last looked through:": "Última búsqueda en todos los leads:",
    (
        "One phone, name or domain is shared by more than 30 leads and was passed over.",
        "%(n)s phones, names or domains are each shared by more than 30 leads and were passed over.",
    ): (
        "Un teléfono, nombre o dominio lo comparten más de 30 leads y se pasó por alto.",
        "%(n)s teléfonos, nombres o dominios los comparten más de 30 leads cada uno y se pasaron por alto.",
    ),
    "Look through all leads": "Buscar en todos los leads",
    ("pair", "pairs"): ("pareja", "parejas"),
    "Two leads that look like one person or company. Compare them, or say that they are not the same.": (
        "Dos leads que parecen la misma persona o empresa. Compáralos o di que no son el mismo."
    ),
    "No two leads look alike. New leads are compared as they arrive.": (
        "No hay dos leads parecidos. Los nuevos se comparan según llegan."
    ),
    "Same mailbox": "Mismo buzón de correo",
    "Same phone": "Mismo teléfono",
    "E-mail differs by a slip": "El correo difiere en una errata",
    "Both name a company alone": "Los dos son solo una empresa",
    "Similar name": "Nombre parecido",
    "Same company": "Misma empresa",
    "Same company domain": "Mismo dominio de empresa",
    "Similar company": "Empresa parecida",
}
