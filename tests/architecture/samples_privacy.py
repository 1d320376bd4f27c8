"""What the addresses around privacy are tried with."""

from django.utils import timezone

from leads.models import Erasure, Lead
from leads.services import erasing, personal_export, restricting
from tests.architecture.things import Sample, lead, page
from tests.architecture.world import Call, World
from work import jobs


def _restricted(world: World) -> Lead:
    found = world.lead()
    restricting.restrict(lead_id=found.pk, reason="Disputed.", by=None, at=timezone.now())
    return found


def _exported(world: World) -> Lead:
    """Let whoever asks have put a file together."""
    found = world.lead()
    job = personal_export.start(lead=found, by=world.actor.user_id, at=timezone.now())
    jobs.run(keys=[job.pk], at=timezone.now())
    return found


def _erased(world: World) -> Erasure:
    wish = {"request": "person", "reference": "", "by": None, "at": timezone.now()}
    return erasing.start(lead=world.lead(), **wish)


def erase(world: World) -> Call:
    found = world.lead()
    return Call({"pk": found.pk}, {"request": "person", "reference": "", "name": found.title})


SAMPLES: dict[str, Sample] = {
    "leads:privacy": page(lead),
    "leads:export-person": page(lead),
    "leads:person-file": page(_exported),
    "leads:person-copy": page(_exported),
    "leads:restrict": page(lead, reason="Disputed."),
    "leads:lift-restriction": page(_restricted, reason="Checked."),
    "leads:erase": erase,
    "leads:certificates": lambda world: Call(),
    "leads:certificate": page(_erased),
}
