"""What a fresh workspace starts with in conversion: one pipeline and the usual reasons for losing."""

from datetime import datetime

from conversion.choices import StageKind
from conversion.models import LostReason, Pipeline, PipelineStage


# (English, Spanish, kind, probability in percent); stored in the workspace's language, theirs to rename
STAGES = (
    ("New", "Nueva", StageKind.OPEN, 10),
    ("Visit", "Visita", StageKind.OPEN, 30),
    ("Proposal", "Propuesta", StageKind.OPEN, 50),
    ("Negotiation", "Negociación", StageKind.OPEN, 75),
    ("Won", "Ganada", StageKind.WON, 100),
    ("Lost", "Perdida", StageKind.LOST, 0),
)
LOST_REASONS = (
    ("price", "Price", "Precio"),
    ("competitor", "Chose a competitor", "Eligió a la competencia"),
    ("no-budget", "No budget", "Sin presupuesto"),
    ("no-decision", "No decision", "No se decidió"),
    ("timing", "Not now", "Ahora no"),
    ("other", "Other", "Otro motivo"),
)


def create(*, language: str, by: int | None, at: datetime) -> None:
    """Lay down a pipeline and lost reasons in the workspace in scope."""
    spanish = language == "es"
    pipeline = Pipeline.objects.create(name="Ventas" if spanish else "Sales")
    PipelineStage.objects.bulk_create(
        PipelineStage(
            pipeline=pipeline,
            name=es if spanish else en,
            kind=kind,
            probability=probability,
            position=position,
        )
        for position, (en, es, kind, probability) in enumerate(STAGES)
    )
    LostReason.objects.bulk_create(
        LostReason(slug=slug, name=es if spanish else en, position=position)
        for position, (slug, en, es) in enumerate(LOST_REASONS)
    )
