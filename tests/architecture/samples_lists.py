"""What the addresses of the list of leads and of jobs are tried with."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from leads import deeds
from leads.models import Deed, SavedView
from leads.services import deeds as service
from leads.services import saved_views
from tests.architecture.world import Call, World
from work.models import Job


EXPORT = {"format": "csv", "columns": ["name"], "language": "en", "token": "sample"}


def deed(world: World, verb: str = "tag", **params: Any) -> Deed:
    """Let whoever asks have done something to one lead."""
    return service.do_now(
        verb=deeds.find(verb),
        lead_ids=[world.lead().pk],
        params=params or {"tags": ["VIP"]},
        by=world.actor.user_id,
        at=timezone.now(),
    )


def view(world: World) -> SavedView:
    """Let whoever asks have saved a view."""
    return saved_views.save(
        view=None,
        membership=world.actor,
        name="Hot",
        visibility="private",
        query="min_score=80&view=open",
        columns=[],
    )


def job(world: World) -> Job:
    """Let whoever asks have started a deed that runs."""
    made = service.do_later(
        verb=deeds.find("tag"),
        lead_ids=[world.lead().pk],
        total=1,
        params={"tags": ["VIP"]},
        by=world.actor.user_id,
        at=timezone.now(),
    )
    return Job.objects.get(pk=made.job_id)


def paused(world: World) -> Job:
    """Let it be paused."""
    made = job(world)
    Job.objects.filter(pk=made.pk).update(state="paused")
    return made


def _named(make: Callable[[World], Any], body: dict[str, Any] | None = None, **kwargs: Any) -> Any:
    return lambda world: Call({"pk": make(world).pk, **kwargs}, body)


def _export(world: World) -> Deed:
    return deed(world, "export", **EXPORT)


SAMPLES: dict[str, Any] = {
    "leads:bulk": lambda world: Call({"verb": "tag"}, {"lead": [world.lead().pk], "go": "1", "names": "VIP"}),
    "leads:tags": lambda world: Call({"pk": world.lead().pk}, {"names": "VIP"}),
    "leads:deed": _named(deed),
    "leads:undo-deed": _named(deed, {}),
    "leads:export": _named(_export),
    "leads:columns": lambda world: Call(body={"column": ["company"]}),
    "leads:create-view": lambda world: Call(body={"name": "Hot", "visibility": "private"}),
    "leads:view": _named(view, {"name": "Hot", "visibility": "private"}),
    "leads:save-view": _named(view, {"query": "view=open"}),
    "leads:star-view": _named(view, {}),
    "leads:move-view": _named(view, {}, to="left"),
    "leads:delete-view": _named(view, {}),
    "leads:restore-view": _named(view, {}),
    "tenants:pause-job": _named(job, {}),
    "tenants:resume-job": _named(paused, {}),
    "tenants:cancel-job": _named(job, {}),
}
