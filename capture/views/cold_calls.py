"""The page on which a cold list is called: one number, one key for how it went, the next number."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from capture.import_choices import Basis, Origin
from capture.models import Import
from capture.services import cold_calls
from capture.views import imports
from core import toasts
from core.answers import see_other
from core.errors import DomainError
from leads.choices import CallOutcome
from leads.forms.moments import MomentField, check_coming
from leads.forms.work import DISQUALIFY_REASONS
from leads.services import tasks
from tenants.permissions import Capability, requires


MOST = 999
# Each is one button and one key, in this order.
OUTCOMES = (
    CallOutcome.NO_ANSWER,
    CallOutcome.CONNECTED,
    CallOutcome.INTERESTED,
    CallOutcome.CALL_BACK,
    CallOutcome.NOT_A_FIT,
)


class ColdCallForm(forms.Form):
    """What one call came to."""

    lead = forms.IntegerField(min_value=1)
    outcome = forms.ChoiceField(choices=[(one.value, one.label) for one in OUTCOMES])
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    call_back_at = MomentField(label=gettext_lazy("Call back at"), required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("Why it is no fit"), choices=DISQUALIFY_REASONS, initial="no_need"
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a moment that is over where it is one to call back; it stands in the form for every outcome."""
        given = super().clean() or {}
        if given.get("outcome") == CallOutcome.CALL_BACK:
            try:
                check_coming(given.get("call_back_at"), now=timezone.now())
            except forms.ValidationError as over:
                self.add_error("call_back_at", over)
        return given


@require_http_methods(["GET", "POST"])
@requires(Capability.IMPORT_LEADS)
def create(request: HttpRequest, workspace: str) -> HttpResponse:
    """Bring a cold list in, with what it may be used for said beside it."""
    return imports.upload(request, initial={"origin": Origin.COLD, "basis": Basis.INTEREST}, is_cold=True)


@require_http_methods(["GET", "POST"])
@requires(Capability.IMPORT_LEADS)
def call_list(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show who is next, or write down how the call went and go on."""
    batch = get_object_or_404(Import, pk=pk)
    if not cold_calls.can_call(batch):
        raise Http404
    if request.method == "GET":
        return _page(request, batch, None)
    form = ColdCallForm(request.POST)
    if not form.is_valid():
        return _page(request, batch, form, status=422)
    said = {**form.cleaned_data}
    lead_id = said.pop("lead")
    try:
        cold_calls.log(batch=batch, lead_id=lead_id, **said, by=request.user.pk, at=timezone.now())  # type: ignore[arg-type]
    except DomainError as refusal:
        context = {"message": refusal.message, "back_url": request.path}
        return render(request, "409.html", context, status=409)
    toasts.add(request, _("Call saved."))
    return see_other("capture:call-list", workspace=workspace, pk=pk)


def _page(
    request: HttpRequest, batch: Import, form: ColdCallForm | None, *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    waiting = cold_calls.waiting(batch, at=now)
    # The one whose call was just written down wrongly stays; else the first.
    asked = form.data.get("lead", "") if form else ""
    rank = (waiting.filter(pk=int(asked)).first() if asked.isdecimal() else None) or waiting.first()
    context: dict[str, Any] = {
        "batch": batch,
        "rank": rank,
        "left": waiting[:MOST].count(),
        "form": form or ColdCallForm(initial={"call_back_at": tasks.next_morning(now)}),
        "outcomes": OUTCOMES,
    }
    return render(request, "capture/cold_call.html", context, status=status)
