"""What the addresses around a draft of the scoring model are tried with."""

from tests.architecture.samples_scoring_meeting import SAMPLES as MEETING
from tests.architecture.samples_scoring_models import SAMPLES as MODELS
from tests.architecture.samples_scoring_review import SAMPLES as REVIEW
from tests.architecture.things import Sample, api, lead, needs_draft, send
from tests.architecture.world import Call, World


def _tried(world: World) -> Call:
    needs_draft()(world)
    return Call(body={"lead": str(world.lead().public_id)})


SAMPLES: dict[str, Sample] = {
    "scoring:draft": needs_draft(),
    "scoring:impact": needs_draft(),
    "scoring:impact-start": needs_draft(),
    "scoring:dial": needs_draft(),
    "scoring:dial-start": needs_draft(),
    "scoring:dial-use": needs_draft(line="A-0"),
    "scoring:backtest": needs_draft(),
    "scoring:try": needs_draft(),
    "scoring-api:lead-history": api(lead),
    "scoring:sign": needs_draft(),
    "scoring:sign-withdraw": needs_draft(),
    "scoring:policy": send(needs_sign_off="on"),
    "scoring:moves": needs_draft(),
    "scoring-api:simulate": needs_draft(),
    "scoring-api:moves": needs_draft(),
    "scoring-api:dial": needs_draft(line="A-0"),
    "scoring-api:dial-count": needs_draft(),
    "scoring-api:back-test": needs_draft(n=20),
    "scoring-api:test": _tried,
    **MEETING,
    **MODELS,
    **REVIEW,
}
