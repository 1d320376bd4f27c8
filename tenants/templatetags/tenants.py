"""Words of the log and the jobs."""

from collections.abc import Mapping
from typing import Any

from django import template

from tenants.views import words


register = template.Library()
register.filter("action_words", words.action)
register.filter("job_words", words.job)
register.filter("queue_words", words.queue)


@register.filter
def detail_words(data: Mapping[str, Any]) -> str:
    """Return what else is known of an act, in one line."""
    return " · ".join(words.details(data))
