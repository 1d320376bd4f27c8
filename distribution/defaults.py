"""What a fresh workspace starts with in distribution: one route to all reps, and reasons to return a lead."""

from datetime import datetime

from distribution.models import Pool, RejectReason, Route


# slug: (English, Spanish, days until it may come again, nurture track)
REASONS = {
    "no-need": ("No need now", "Sin necesidad ahora", 90, ""),
    "no-budget": ("No budget", "Sin presupuesto", 120, ""),
    "too-early": ("Too early", "Demasiado pronto", 60, ""),
    "no-answer": ("Cannot be reached", "No se consigue contactar", 30, ""),
    "not-decider": ("Has no say in it", "No decide", 45, ""),
    "not-a-fit": ("Not our kind of customer", "No es nuestro cliente", 365, ""),
    "bad-data": ("Wrong data", "Datos erróneos", 180, ""),
}
NAMES = {"en": ("All leads", "All reps"), "es": ("Todos los leads", "Todo el equipo comercial")}


def create(*, language: str, by: int | None, at: datetime) -> None:
    """Lay down the defaults in the workspace in scope."""
    route, pool = NAMES.get(language, NAMES["en"])
    everybody = Pool.objects.create(name=pool, takes_all_reps=True)
    Route.objects.create(name=route, pool=everybody, position=1)
    RejectReason.objects.bulk_create(
        RejectReason(
            slug=slug,
            label=spanish if language == "es" else english,
            resume_days=days,
            track=track,
            position=position,
        )
        for position, (slug, (english, spanish, days, track)) in enumerate(REASONS.items(), start=1)
    )
