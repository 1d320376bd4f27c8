"""App configuration of scoring."""

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import navigation


class ScoringConfig(AppConfig):
    """Models, scores, and why a score is what it is."""

    name = "scoring"

    def ready(self) -> None:
        """Add the pages to the navigation and the score to the lead page."""
        navigation.register(
            navigation.Item(
                name="scoring",
                label=_("Scoring"),
                icon="scoring",
                url_name="scoring:live",
                order=60,
                group="manage",
                goto="s",
                capability="view_scoring",
                roles=("marketer", "manager", "viewer"),
            ),
            navigation.Item(
                name="reviews",
                label=_("Reviews"),
                icon="list-checks",
                url_name="scoring:reviews",
                order=52,
                goto="v",
                capability="lead_reviews",
                roles=("marketer", "manager"),
            ),
        )
        _register_panels()
        _register_jobs()


def _register_panels() -> None:
    from leads.panels import Panel, register
    from scoring.views import effectiveness, review_begin, scores

    register(Panel("score", 10, scores.PANEL, scores.panel, "aside"))
    register(Panel("probability", 11, "scoring/effectiveness_panel.html", effectiveness.panel, "aside"))
    register(Panel("score-card", 10, "scoring/panels/card.html", scores.card, "card"))
    register(Panel("came-back", 20, "scoring/panels/came_back.html", review_begin.card, "today"))
    register(Panel("near-green", 30, "scoring/panels/near_green.html", _near_green, "today"))


def _register_jobs() -> None:
    from scoring.services import dial_job, impact_job, meeting_counting

    dial_job.register()
    impact_job.register()
    meeting_counting.register()


def _near_green(request: HttpRequest, lead: Any) -> dict[str, Any] | None:
    from scoring.views import live

    return live.near_green(request)
