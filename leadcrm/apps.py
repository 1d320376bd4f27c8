"""App configuration of the product: commands and the things that join rooms."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from leadcrm import logins


class LeadcrmConfig(AppConfig):
    """Joins the rooms; has no models."""

    name = "leadcrm"

    def ready(self) -> None:
        """Look at every new database connection's login."""
        connection_created.connect(logins.guard, dispatch_uid="logins.guard")
        _join_rooms()


def _join_rooms() -> None:
    """Let rooms that do not know each other ask each other."""
    from capture.services import callers, kiosk
    from leadcrm import customers, events, merging, privacy, what_if
    from leadcrm import reasons as kept_reasons
    from scoring.services import hand_offs, reasons

    hand_offs.register(what_if.foresee)
    reasons.register(kept_reasons.every)
    kiosk.register(events.questions)
    callers.register(customers.who_call)
    merging.register_all()
    privacy.register_all()
