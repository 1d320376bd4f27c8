"""Spanish of tracking: the page, the channels, what brought a lead."""

TRANSLATIONS = {
    # kinds and channels
    "Event on the website": "Evento en la web",
    ("touch", "Search"): "Buscadores",
    "Social networks": "Redes sociales",
    "Paid social": "Redes de pago",
    "AI assistants": "Asistentes de IA",
    "Affiliates": "Afiliados",
    "Display and programmatic": "Display y programática",
    "Links on other sites": "Enlaces en otras webs",
    "Offline": "Fuera de internet",
    "Direct": "Directo",
    # timeline
    "Started a form on %(page)s": "Empezó un formulario en %(page)s",
    "Did on the website: %(name)s": "Hizo en la web: %(name)s",
    "did something on the website": "hizo algo en la web",
    # page
    "Website tracking": "Seguimiento web",
    "What leads do on your website, and what brought them": "Qué hacen los leads en tu web y qué los trajo",
    "What leads did on your website before they wrote, and what brought them there.": (
        "Qué hicieron los leads en tu web antes de escribirte y qué los trajo hasta ella."
    ),
    "Paste this line into every page, before the end of its head.": (
        "Pega esta línea en todas las páginas, antes del final de su cabecera (head)."
    ),
    "If your site has a content security policy, allow %(host)s in script-src and connect-src.": (
        "Si tu web tiene una política de seguridad de contenido (CSP), permite %(host)s en script-src y connect-src."
    ),
    "Tell it what the visitor chose": "Dile qué eligió la visita",
    "Give the buttons of your cookie notice these attributes; a visitor who refuses is forgotten.": (
        "Pon estos atributos en los botones de tu aviso de cookies; a quien rechaza se le olvida."
    ),
    "Or call it from your own script:": "O llámalo desde tu propio script:",
    "Set up": "Configurar",
    "Rules": "Reglas",
    "Set up tracking": "Configurar el seguimiento",
    "Seen last": "Lo último visto",
    "Came by": "Llegó por",
    "not known yet": "aún sin nombre",
    "Switched off: nothing is taken.": "Desactivado: no se recoge nada.",
    "Visits arrive.": "Llegan visitas.",
    "Waiting for the first visit…": "Esperando la primera visita…",
    "Saved. Pages follow within five minutes.": "Guardado. Las páginas lo aplican en cinco minutos.",
    "Tracking is set up.": "El seguimiento está configurado.",
    # form
    "Your websites": "Tus webs",
    "One a line, such as https://www.example.com. What comes from other pages is refused.": (
        "Una por línea, como https://www.example.com. Lo que llega de otras páginas se rechaza."
    ),
    "When to begin": "Cuándo empezar",
    "When the visitor agrees: until then nothing is stored and nothing is sent": (
        "Cuando la visita acepte: hasta entonces no se guarda ni se envía nada"
    ),
    "At once, until the visitor refuses": "Desde el principio, hasta que la visita lo rechace",
    "Law in the EU asks for consent. Browsers that ask not to be followed never are.": (
        "La ley de la UE pide consentimiento. A los navegadores que piden no ser seguidos no se les sigue nunca."
    ),
    "Forget strangers after": "Olvidar a los desconocidos tras",
    "Days. Visits of people who never named themselves are deleted; a lead's stay with the lead.": (
        "Días. Se borran las visitas de quienes nunca dijeron quiénes son; las de un lead se quedan con él."
    ),
    "Track these websites": "Seguir estas webs",
    "At most 50 websites of 200 characters.": "Como mucho 50 webs de 200 caracteres.",
    "From 1 to 800 days.": "De 1 a 800 días.",
    # what brought a lead
    "What brought it": "Qué lo trajo",
    "no page": "sin página",
    ("touch", "First"): "Primero",
    ("touch", "Last"): "Último",
    ("%(count)s touch", "All %(count)s touches"): ("%(count)s contacto", "Los %(count)s contactos"),
    "Nothing is known: no visit was seen, and no inquiry tells.": (
        "No se sabe: no se vio ninguna visita y ninguna consulta lo cuenta."
    ),
    # log and queue
    "Tracking set up": "Seguimiento configurado",
    "Tracking changed": "Seguimiento cambiado",
    "Visit to the website": "Visita a la web",
}
