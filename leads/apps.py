"""App configuration of leads."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    """The lead and its timeline."""

    name = "leads"

    def ready(self) -> None:
        """Show where the leads are, and what leads themselves add to the lead page."""
        from leads import bulk_jobs, navigation, segments, verbs
        from leads.services import erasing, inferences, personal_export
        from leads.views import saved_views

        navigation.register()
        verbs.register()
        bulk_jobs.register()
        inferences.register()
        erasing.register()
        personal_export.register()
        segments.register_uses("views", saved_views.using)
