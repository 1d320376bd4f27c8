"""Spanish of the queue and of jobs."""

TRANSLATIONS = {
    "Running": "En curso",
    "Paused": "En pausa",
    "Canceled": "Cancelada",
}
