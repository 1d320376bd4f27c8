"""Spanish of referral links."""

TRANSLATIONS = {
    "Referral links": "Enlaces de recomendación",
    "Referrals": "Recomendaciones",
    "There is a referral link already. Switch it off to make another.": (
        "Ya hay un enlace de recomendación. Desactívalo para crear otro."
    ),
    "This form is closed.": "Este formulario está cerrado.",
    "Give a page of one of the websites that are tracked.": (
        "Indica una página de una de las webs con seguimiento."
    ),
    "The link leads to": "El enlace lleva a",
    "Address of the page": "Dirección de la página",
    "A page of our website": "Una página de nuestra web",
    "The link is made. Copy it and send it.": "Enlace creado. Cópialo y envíalo.",
    "Switched off. The link leads nowhere now.": "Desactivado. El enlace ya no lleva a ninguna parte.",
    "Too many at once. Try again in a minute.": "Demasiadas a la vez. Inténtalo dentro de un minuto.",
    "This link leads nowhere any more.": "Este enlace ya no lleva a ninguna parte.",
    'Referred by <a href="%(referrer_url)s">%(name)s</a>': (
        'Recomendado por <a href="%(referrer_url)s">%(name)s</a>'
    ),
    "Referred by a lead that you cannot see": "Recomendado por un lead que no puedes ver",
    "Leads to %(target)s": "Lleva a %(target)s",
    "the form is closed": "el formulario está cerrado",
    "Make referral link": "Crear enlace",
    "A link to send to others: who writes by it counts as sent by this lead.": (
        "Un enlace para enviar a otros: quien escriba con él cuenta como recomendado por este lead."
    ),
    "None yet. A link needs a published form or a tracked website.": (
        "Aún ninguna. Un enlace necesita un formulario publicado o una web con seguimiento."
    ),
    ("%(count)s lead referred", "%(count)s leads referred"): (
        "%(count)s lead recomendado",
        "%(count)s leads recomendados",
    ),
    ("%(count)s more, older or not yours to see", "%(count)s more, older or not yours to see"): (
        "%(count)s más, anterior o que no puedes ver",
        "%(count)s más, anteriores o que no puedes ver",
    ),
}
