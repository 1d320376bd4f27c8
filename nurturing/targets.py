"""What mails may link to of ours, and what of ours sends mails: told to messaging when the app is ready."""

from collections.abc import Iterable

from messaging import links, usage
from messaging.links import Choice, Target
from messaging.models import Template
from messaging.usage import Use
from nurturing.choices import StepKind, WorkflowState
from nurturing.models import ContentPiece, WorkflowVersion


PREFIX = "content"


def resolve(slug: str) -> Target | None:
    """Return the piece of that name; a mail that names one of the archive still leads there. Queries: one."""
    piece = ContentPiece.objects.select_related("topic").filter(slug=slug).first()
    if piece is None:
        return None
    topic = piece.topic.slug if piece.topic else ""
    return Target(url=piece.url, label=piece.title, topic=topic, phase=piece.phase, content=piece.slug)


def choices() -> list[Choice]:
    """Return the pieces that the editor of mails offers. Queries: one."""
    pieces = ContentPiece.objects.filter(is_active=True).select_related("topic").order_by("title", "pk")
    return [
        Choice(f"{PREFIX}:{piece.slug}", piece.title, piece.topic.name if piece.topic else "")
        for piece in pieces
    ]


def uses(template_ids: Iterable[int]) -> dict[int, list[Use]]:
    """Return by template which workflows send it, in their draft or in what is live. Queries: two."""
    wanted = Template.objects.filter(pk__in=list(template_ids)).values_list("public_id", "pk")
    by_public_id = {str(public_id): pk for public_id, pk in wanted}
    versions = WorkflowVersion.objects.filter(retired_at=None).exclude(workflow__state=WorkflowState.ARCHIVED)
    found: dict[int, dict[int, Use]] = {}
    for version in versions.select_related("workflow").order_by("workflow__position", "pk"):
        use = Use(version.workflow.name, f"workflows/{version.workflow_id}/edit/")
        for step in version.steps:
            template = (
                by_public_id.get(str(step.get("template"))) if step.get("kind") == StepKind.EMAIL else None
            )
            if template:
                found.setdefault(template, {})[version.workflow_id] = use
    return {pk: list(by_workflow.values()) for pk, by_workflow in found.items()}


def register() -> None:
    """Tell messaging; called when the app is ready."""
    links.register_target(PREFIX, resolve, choices)
    usage.register("workflows", uses)
