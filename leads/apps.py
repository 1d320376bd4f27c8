"""App configuration of leads."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    """The lead and its timeline."""

    name = "leads"

    def ready(self) -> None:
        """Show where the leads are, and what leads themselves add to the lead page."""
        from leads import bulk_jobs, navigation, segments, verbs
        from leads.services import inferences
        from leads.views import saved_views

        navigation.register()
        verbs.register()
        bulk_jobs.register()
        inferences.register()
        segments.register_uses("views", saved_views.using)
