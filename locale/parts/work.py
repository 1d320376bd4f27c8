"""Spanish of the queue and of jobs."""

TRANSLATIONS = {
    "Running": "En curso",
    "Paused": "En pausa",
    "Canceled": "Cancelado",
    "A session needs its CSRF token in the header X-CSRFToken.": (
        "Una sesión necesita su token CSRF en la cabecera X-CSRFToken."
    ),
    "There is no such filter.": "No existe ese filtro.",
    ("noun", "Record"): "Registro",
}
