"""The timeline in words: what each kind of activity says, under which icon and which filter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from core import numbers
from leads import clue_words, entry_web, wording
from leads.choices import ActivityKind, CallOutcome, Direction, Stage
from leads.entry_parts import Data, Entry, People, bold, length_of, text_of
from leads.models import Activity


K = ActivityKind


def entry(activity: Activity, *, people: People) -> Entry:
    """Return the activity in words; ``people`` are the members' names by user id."""
    icon, write = WRITERS.get(activity.kind, ("activity", _plain))
    data = activity.data if isinstance(activity.data, dict) else {}
    actor = people.get(activity.by_id, _("Somebody who left")) if activity.by_id else ""
    base = Entry(id=activity.pk, at=activity.occurred_at, icon=icon, title="", actor=actor)
    written = write(base, data, people)
    return written if written.title else replace(written, title=str(ActivityKind(activity.kind).label))


def _plain(base: Entry, data: Data, people: People) -> Entry:
    return base


def _inquiry(base: Entry, data: Data, people: People) -> Entry:
    form = text_of(data, "form_name", "form")
    title = bold(_("Inquiry by %(form)s"), form=form) if form else _("Inquiry")
    more = text_of(data, "subject") or wording.short_url(text_of(data, "url"))
    return replace(base, title=title, quote=text_of(data, "message"), more=more)


def _mail(base: Entry, data: Data, people: People) -> Entry:
    return replace(base, more=text_of(data, "subject", "title") or wording.short_url(text_of(data, "url")))


def _replied(base: Entry, data: Data, people: People) -> Entry:
    """Return an answer with its words; the files that hung on it stand with its subject."""
    files = data.get("files")
    named = [str(name) for name in files if name] if isinstance(files, list) else []
    more = " · ".join(part for part in (text_of(data, "subject", "title"), ", ".join(named)) if part)
    return replace(base, more=more, quote=text_of(data, "text"))


def _mail_sent(base: Entry, data: Data, people: People) -> Entry:
    subject = text_of(data, "subject", "title")
    return replace(base, title=bold(_("Got the e-mail %(subject)s"), subject=subject) if subject else "")


def _clicked(base: Entry, data: Data, people: People) -> Entry:
    link = text_of(data, "label") or wording.short_url(text_of(data, "url"))
    subject = text_of(data, "subject")
    more = _("In the e-mail “%(subject)s”") % {"subject": subject} if subject else ""
    return replace(base, title=bold(_("Clicked %(link)s"), link=link) if link else "", more=more)


# Why a lead left a workflow before its end; any other reason is what the end itself says.
LEFT: dict[str, str | Promise] = {
    "exit_rule": gettext_lazy("The exit condition holds."),
    "with_sales": gettext_lazy("Sales has the lead."),
    "closed": gettext_lazy("The lead was closed."),
    "no_mail": gettext_lazy("It may not be mailed."),
    "by_hand": "",
    "other_workflow": gettext_lazy("Another workflow fits better."),
    "archived": gettext_lazy("The workflow was archived."),
    "ready": gettext_lazy("It is ready for Sales."),
}


def _left(base: Entry, data: Data, people: People) -> Entry:
    name, reason = text_of(data, "workflow"), text_of(data, "reason")
    if not name:
        return base
    if reason in LEFT:
        sentence = (
            _("took it out of the workflow %(workflow)s")
            if base.actor
            else _("Left the workflow %(workflow)s")
        )
        return replace(base, title=bold(sentence, workflow=name), more=str(LEFT[reason]))
    title = bold(_("Came to the end of %(workflow)s"), workflow=name)
    return replace(base, title=title, more="" if reason == "finished" else reason)


def _event(base: Entry, data: Data, people: People) -> Entry:
    what = text_of(data, "title")
    return replace(base, title=bold(_("Attended %(what)s"), what=what) if what else "")


def _call(base: Entry, data: Data, people: People) -> Entry:
    outcome = text_of(data, "outcome")
    label = dict(CallOutcome.choices).get(outcome, outcome)
    icon = "phone-missed" if outcome == CallOutcome.NO_ANSWER else "phone-call"
    sentence = _("called: %(outcome)s") if base.actor else _("Call: %(outcome)s")
    if base.actor and data.get("direction") == Direction.INBOUND:
        sentence = _("took a call: %(outcome)s")
    title = bold(sentence, outcome=str(label))
    return replace(base, icon=icon, title=title, quote=text_of(data, "note"), more=length_of(data))


def _note(base: Entry, data: Data, people: People) -> Entry:
    return replace(base, title=_("wrote") if base.actor else _("Note"), quote=text_of(data, "text", "note"))


def _task(base: Entry, data: Data, people: People) -> Entry:
    what = text_of(data, "title")
    sentence = _("finished %(what)s") if base.actor else _("Finished: %(what)s")
    return replace(base, title=bold(sentence, what=what) if what else "")


def _top_reason(reason: Any) -> str:
    """Return the criterion that weighed most, in the reader's language, with its points."""
    if not isinstance(reason, dict):
        return str(reason or "")
    language = (get_language() or "en").partition("-")[0]
    label = reason.get(language) or reason.get("en") or ""
    tenths = reason.get("tenths")
    return f"{label} {numbers.tenths(tenths, signed=True)}" if isinstance(tenths, int) else str(label)


def _score(base: Entry, data: Data, people: People) -> Entry:
    before, after = data.get("from"), data.get("to")
    grades = (text_of(data, "grade_from"), text_of(data, "grade_to"))
    if after is None:
        return base
    if before is None:
        title = bold(_("First score: %(after)s"), after=str(after))
    else:
        title = bold(_("Score %(change)s"), change=f"{before} → {after}")
    moved = bool(grades[0] and grades[1] and grades[0] != grades[1])
    return replace(base, title=title, grades=grades if moved else None, more=_top_reason(data.get("reason")))


def _grade_set(base: Entry, data: Data, people: People) -> Entry:
    grade = text_of(data, "grade", "to")
    sentence = _("set the grade %(grade)s by hand") if base.actor else _("Grade %(grade)s set by hand")
    given_back = _("gave the grade back to the score") if base.actor else _("Grade given back to the score")
    title = bold(sentence, grade=grade) if grade else given_back
    reason = text_of(data, "reason")
    return replace(base, title=title, more=str(wording.REASONS.get(reason, reason)))


def _stage(base: Entry, data: Data, people: People) -> Entry:
    stage = text_of(data, "to")
    label = dict(Stage.choices).get(stage, stage)
    sentence = _("moved it to %(stage)s") if base.actor else _("Moved to %(stage)s")
    return replace(
        base, title=bold(sentence, stage=str(label)), more=_because(data), quote=text_of(data, "note")
    )


def _because(data: Data) -> str:
    parts = []
    reason = text_of(data, "reason_label") or wording.reason(text_of(data, "reason"))
    if reason:
        parts.append(_("Reason: %(reason)s.") % {"reason": reason.rstrip(".")})
    resume_on = text_of(data, "resume_on")
    if resume_on:
        day = date_format(date.fromisoformat(resume_on[:10]), pgettext("date format", "j F Y"))
        parts.append(_("Not before %(day)s.") % {"day": day})
    return " ".join(parts)


def _owner_name(data: Data, people: People, *names: str) -> str:
    found = next((data[name] for name in names if data.get(name) is not None), None)
    return people.get(found, _("somebody who left")) if isinstance(found, int) else ""


def _assigned(base: Entry, data: Data, people: People) -> Entry:
    owner = _owner_name(data, people, "owner", "owner_id", "to")
    if not owner:
        return replace(base, title=_("took it from its owner") if base.actor else _("Has no owner now"))
    sentence = _("assigned it to %(owner)s") if base.actor else _("Assigned to %(owner)s")
    return replace(base, title=bold(sentence, owner=owner), more=_because(data))


def _handed_off(base: Entry, data: Data, people: People) -> Entry:
    owner = _owner_name(data, people, "owner", "owner_id", "to")
    by_hand, alone = _("handed it to Sales"), _("Handed to Sales")
    title: str | SafeString = by_hand if base.actor else alone
    if owner:
        sentence = _("handed it to %(owner)s") if base.actor else _("Handed to %(owner)s")
        title = bold(sentence, owner=owner)
    route = text_of(data, "route_name", "route")
    more = " ".join(
        filter(None, [_("Route: %(route)s.") % {"route": route} if route else "", _because(data)])
    )
    return replace(base, title=title, more=more, quote=text_of(data, "note"))


def _answered(verb: str | Promise, alone: str | Promise) -> Callable[[Entry, Data, People], Entry]:
    def write(base: Entry, data: Data, people: People) -> Entry:
        title = str(verb) if base.actor else str(alone)
        return replace(base, title=title, more=_because(data), quote=text_of(data, "note"))

    return write


def _consent(base: Entry, data: Data, people: People) -> Entry:
    version = text_of(data, "text_version")
    more = _("Text %(version)s") % {"version": version} if version else ""
    return replace(base, more=more, quote=text_of(data, "text"))


def _imported(base: Entry, data: Data, people: People) -> Entry:
    row = data.get("row") or data.get("source_row")
    more = ngettext("Row %(row)s", "Row %(row)s", 1) % {"row": row} if row else ""
    return replace(
        base, title=_("Imported"), more=" · ".join(filter(None, [text_of(data, "file", "source"), more]))
    )


def _outcome(base: Entry, data: Data, people: People) -> Entry:
    name = text_of(data, "opportunity_name", "name", "title")
    return replace(base, more=" ".join(filter(None, [name, _because(data)])), quote=text_of(data, "note"))


def _entered(base: Entry, data: Data, people: People) -> Entry:
    name = text_of(data, "workflow")
    by_hand, alone = _("put it into the workflow %(workflow)s"), _("Entered the workflow %(workflow)s")
    sentence = by_hand if base.actor else alone
    return replace(base, title=bold(sentence, workflow=name) if name else "", more=_because(data))


def _wish(base: Entry, data: Data, people: People) -> Entry:
    by = text_of(data, "reason")
    return replace(base, title=bold(_("“%(workflow)s” asks Sales to take over"), workflow=by) if by else "")


def _clue(base: Entry, data: Data, people: People) -> Entry:
    words = clue_words.of_entry(data)
    if not words:
        return base
    sentence = _("noted %(clue)s") if base.actor else _("Clue: %(clue)s")
    return replace(base, title=bold(sentence, clue=words), quote=text_of(data, "evidence"))


# What a merge ended so that nothing stands twice, and why.
ENDED: dict[str, Promise] = {
    "hand_off": gettext_lazy("The other hand-off was closed: a lead waits for Sales once."),
    "enrollment": gettext_lazy("The other workflow was ended: a lead is in one at a time."),
}


def _merged(base: Entry, data: Data, people: People) -> Entry:
    name = text_of(data, "title")
    sentence = _("merged %(lead)s into it") if base.actor else _("%(lead)s was merged into it")
    closed = data.get("closed")
    said = [str(ENDED[one]) for one in closed if one in ENDED] if isinstance(closed, list) else []
    return replace(base, title=bold(sentence, lead=name) if name else "", more=" ".join(said))


def _restricted(base: Entry, data: Data, people: People) -> Entry:
    return replace(base, quote=text_of(data, "reason"))


def _erased_before(base: Entry, data: Data, people: People) -> Entry:
    day = text_of(data, "on")
    try:
        shown = date_format(date.fromisoformat(day), "DATE_FORMAT")
    except ValueError:
        return base
    title = bold(_("This address was erased on %(day)s"), day=shown)
    return replace(base, title=title, more=_("Marketing mail stays closed to it."))


def _unmerged(base: Entry, data: Data, people: People) -> Entry:
    name = text_of(data, "title")
    sentence = (
        _("undid the merge: %(lead)s is a lead of its own again")
        if base.actor
        else _("Merge undone: %(lead)s is a lead of its own again")
    )
    return replace(base, title=bold(sentence, lead=name) if name else "")


WRITERS: dict[str, tuple[str, Callable[[Entry, Data, People], Entry]]] = {
    K.INQUIRY: ("file-text", _inquiry),
    K.PAGE_VIEW: ("eye", entry_web.seen),
    K.DOWNLOAD: ("download", entry_web.downloaded),
    K.FORM_START: ("mouse-pointer-click", entry_web.started),
    K.WEB_EVENT: ("activity", entry_web.did),
    K.EMAIL_SENT: ("send", _mail_sent),
    K.EMAIL_OPENED: ("mail-check", _mail),
    K.EMAIL_CLICKED: ("mouse-pointer-click", _clicked),
    K.EMAIL_REPLIED: ("reply", _replied),
    K.EVENT_ATTENDED: ("calendar-check", _event),
    K.CALL: ("phone", _call),
    K.MEETING: ("calendar", _mail),
    K.NOTE: ("sticky-note", _note),
    K.CLUE: ("lightbulb", _clue),
    K.TASK_DONE: ("square-check", _task),
    K.CREATED: ("plus", _plain),
    K.IMPORTED: ("upload", _imported),
    K.SCORE_CHANGED: ("gauge", _score),
    K.GRADE_SET: ("pencil", _grade_set),
    K.STAGE_CHANGED: ("flag", _stage),
    K.ASSIGNED: ("user-check", _assigned),
    K.HANDED_OFF: ("shuffle", _handed_off),
    K.ACCEPTED: ("check", _answered(gettext_lazy("accepted it"), gettext_lazy("Accepted by Sales"))),
    K.REJECTED: (
        "undo-2",
        _answered(gettext_lazy("returned it to Marketing"), gettext_lazy("Returned to Marketing")),
    ),
    K.RECYCLED: ("rotate-ccw", _answered(gettext_lazy("recycled it to Marketing"), gettext_lazy("Recycled"))),
    K.CONSENT_GIVEN: ("shield-check", _consent),
    K.CONSENT_WITHDRAWN: ("shield", _consent),
    K.CONVERTED: ("handshake", _outcome),
    K.WON: ("trophy", _outcome),
    K.LOST: ("thumbs-down", _outcome),
    K.WORKFLOW_ENTERED: ("workflow", _entered),
    K.WORKFLOW_LEFT: ("log-out", _left),
    K.WISH: ("hand", _wish),
    K.MERGED: ("git-merge", _merged),
    K.RESTRICTED: ("pause", _restricted),
    K.RESTRICTION_LIFTED: ("play", _restricted),
    K.ERASED_BEFORE: ("shield", _erased_before),
    K.UNMERGED: ("git-branch", _unmerged),
}
