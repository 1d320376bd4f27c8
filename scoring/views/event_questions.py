"""What Sales would like to know of people met at events: wished for by anybody of Sales, settled by the chair."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import answers, toasts
from core.errors import DomainError
from scoring.forms_meeting import QuestionForm, SettleForm
from scoring.models import EventQuestion
from scoring.services import meeting_questions
from scoring.views import meeting_words as words
from scoring.views.meeting import me
from tenants.permissions import Capability, requires


@require_GET
@requires(Capability.VIEW_SCORING)
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """List the questions, agreed ones first, then what most want to know."""
    return _index(request, QuestionForm())


@require_POST
@requires(Capability.WORK_LEADS)
def ask(request: HttpRequest, workspace: str) -> HttpResponse:
    """Add a question, or say that one wants to know it too."""
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _index(request, form, status=422)
    meeting_questions.wish(text=form.cleaned_data["text"], by=me(request), at=timezone.now())
    return answers.see_other("scoring:event-questions", workspace=workspace)


@require_POST
@requires(Capability.WORK_LEADS)
def drop(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Take one's own wish back."""
    question = get_object_or_404(EventQuestion, pk=pk, wishes__user_id=me(request))
    meeting_questions.unwish(question=question, by=me(request))
    toasts.add(request, _("You no longer ask this."))
    return answers.see_other("scoring:event-questions", workspace=workspace)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SCORING)
def settle(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Say how a question is worded, what its answer is, and whether it is asked."""
    question = get_object_or_404(EventQuestion, pk=pk)
    initial = {
        "text": question.text,
        "kind": question.kind,
        "options": "\n".join(question.options),
        "is_agreed": question.is_agreed,
    }
    form = SettleForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                meeting_questions.settle(
                    question=question, **form.cleaned_data, by=request.user.pk, at=timezone.now()
                )
            except DomainError as refusal:
                form.add_error("options" if refusal.errors else "text", refusal.message)
                status = refusal.status
            else:
                return answers.see_other("scoring:event-questions", workspace=workspace)
    values = {"page_title": _("Settle the question"), "form": form, "question": question}
    return render(request, "scoring/event_question.html", values, status=status)


def _index(request: HttpRequest, form: QuestionForm, *, status: int = 200) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    values = {
        "page_title": _("What to ask at events"),
        "form": form,
        "questions": words.questions(me(request)),
        "can_ask": membership.can(Capability.WORK_LEADS),
        "can_settle": membership.can(Capability.EDIT_SCORING),
    }
    return render(request, "scoring/event_questions.html", values, status=status)
