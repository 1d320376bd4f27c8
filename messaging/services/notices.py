"""Telling by mail what people want to hear by mail; the handler of queue "notice"."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core.scope import current_workspace_id
from messaging import wording
from messaging.models import Notification
from messaging.services import outbox
from tenants.models import Workspace


def mail(*, keys: Sequence[int], at: datetime) -> None:
    """Put a mail for each notice into the outbox, in its reader's language; a repeat finds its key taken."""
    workspace = Workspace.objects.get(pk=current_workspace_id())
    for notice in Notification.objects.filter(pk__in=keys).select_related("user"):
        with translation.override(notice.user.language or workspace.language):
            sentence = wording.sentence(notice)
            page = f"{settings.PUBLIC_URL}/w/{workspace.slug}/{notice.path}"
            outbox.enqueue_plain(
                key=f"notice:{notice.pk}",
                user_id=notice.user_id,
                subject=sentence,
                text="\n\n".join([sentence, page, _why(workspace)]),
                origin=f"notice:{notice.kind}",
                language=translation.get_language() or "",
                at=at,
            )


def _why(workspace: Workspace) -> str:
    choices = f"{settings.PUBLIC_URL}/w/{workspace.slug}/settings/notifications/"
    return _("You get this as a member of %(name)s. Choose what to be told: %(url)s") % {
        "name": workspace.name,
        "url": choices,
    }
