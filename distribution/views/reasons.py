"""Editing the reasons for which Sales gives leads back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import toasts
from distribution.forms.policy import ReasonForm
from distribution.models import RejectReason
from distribution.services import routing
from distribution.views.answering import answer
from tenants.permissions import Capability, requires


SHOWN = ("label", "resume_days", "track", "is_active")


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_ROUTES)
def edit(request: HttpRequest, workspace: str, pk: int | None = None) -> HttpResponse:
    """Make a reason or change one; leads that were given back for it keep it."""
    reason = get_object_or_404(RejectReason, pk=pk) if pk else None
    initial = {name: getattr(reason, name) for name in SHOWN} if reason else {}
    form = ReasonForm(request.POST if request.method == "POST" else None, initial=initial)

    def save(values: dict[str, Any]) -> None:
        routing.save_reason(reason=reason, **values, by=request.user.pk, at=timezone.now())
        toasts.add(request, _("Reason “%(name)s” saved.") % {"name": values["label"]})

    return answer(
        request, form, save, title=_("Edit reason") if reason else _("New reason"), anchor="#reasons"
    )
