"""What keeps spam out, as the workspace wants it."""

from django.db import models

from core.models import FencedModel, Timestamped


class FilterRule(FencedModel, Timestamped):
    """One check of the filter, in order; the first that holds sends the inquiry to quarantine with its reason.

    ``params``: ``{"words": […]}`` for spam_words, ``{"links": 3}`` for spam_links, ``{"domains": […]}`` for
    disposable (besides the built-in list). A check without a row runs as built in.
    """

    id = models.BigAutoField(primary_key=True)
    # a name in capture.engine.CHECKS, which is code and not the database's business
    check_name = models.CharField(max_length=20)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    params = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "check_name"], name="capture_filterrule_check")
        ]

    def __str__(self) -> str:
        return self.check_name
