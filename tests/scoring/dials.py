"""A dial of the tests: a model whose line can be moved, and a history to count."""

import random
from datetime import timedelta
from typing import Any

from scoring import queries
from scoring.engine.spec import Address
from scoring.services import dial, drafts
from scoring.services.dial import Turning
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import AT, PHONE, TITLE, criterion, group, small_model


HERE = Address()


def model(**more: Any) -> dict[str, Any]:
    """Return the small model in which page views count as well."""
    return small_model(
        groups=[
            group("person", "fit", criterion("phone", 40, PHONE), criterion("title", 40, TITLE)),
            group(
                "seen",
                "engagement",
                criterion("inquiry", 30, {"activity": "inquiry"}, mode="per_activity", half_life_days=10),
                criterion("views", 7, {"activity": "page_view"}, mode="per_activity", window_days=20, cap=35),
            ),
        ],
        **more,
    )


def history(seed: int, leads: int = 60) -> None:
    """Make leads of the last 200 days, each with some activities after it came; the same seed gives the same ones."""
    chance = random.Random(seed)
    for number in range(leads):
        lead = make_lead(
            email=f"a{number}@sol.es" if chance.random() < 0.9 else "",
            phone="+34600000147" if chance.random() < 0.6 else "",
            job_title="directora" if chance.random() < 0.4 else "",
            created_at=AT - timedelta(hours=chance.randrange(200 * 24)),
        )
        for _ in range(chance.randrange(7)):
            moment = lead.created_at + timedelta(hours=chance.randrange(60 * 24) * chance.random() ** 2)
            make_activity(lead, chance.choice(["inquiry", "page_view"]), at=moment)


def turning(document: dict[str, Any] | None = None) -> Turning:
    """Save the draft and return how its own definition is turned."""
    drafts.save(document=document or model(), by=None, at=AT)
    names = queries.registry()
    found = dial.turning_of(queries.spec_of(queries.draft(), names), names, HERE)
    assert isinstance(found, Turning)
    return found
