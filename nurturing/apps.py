"""App configuration of nurturing."""

from django.apps import AppConfig


class NurturingConfig(AppConfig):
    """Content, workflows, enrollments: care for leads that are not ready."""

    name = "nurturing"

    def ready(self) -> None:
        """Show where the pages are, and what nurturing adds to other rooms' pages."""
        from nurturing import navigation, targets, verbs
        from nurturing.services import entering
        from work import jobs

        navigation.register()
        targets.register()
        verbs.register()
        for kind in entering.KINDS:
            jobs.register(kind)
