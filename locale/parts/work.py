"""Spanish of the queue and of jobs."""

TRANSLATIONS = {
    "Running": "En curso",
    "Paused": "En pausa",
    "Canceled": "Cancelada",
    "There is no such filter.": "No existe ese filtro.",
    ("noun", "Record"): "Registro",
}
