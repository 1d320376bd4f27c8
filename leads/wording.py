"""Short phrases about a lead that several pages say alike: reasons, the light, addresses."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext


REASONS: dict[str, str | Promise] = {
    "no_fit": gettext_lazy("Not a fit for what we sell"),
    "no_need": gettext_lazy("No need"),
    "no_budget": gettext_lazy("No budget"),
    "competitor": gettext_lazy("Competitor"),
    "bought_elsewhere": gettext_lazy("Bought elsewhere"),
    "other": gettext_lazy("Another reason"),
    "wrong_contact": gettext_lazy("Contact details are wrong"),
    "not_a_person": gettext_lazy("Not a real person or company"),
    "spam": gettext_lazy("Spam"),
    "test": gettext_lazy("A test"),
    "new_inquiry": gettext_lazy("A new inquiry came"),
    "by_hand": gettext_lazy("By hand"),
    "undo": gettext_lazy("Undone"),
    "clock": gettext_lazy("Nobody answered in time"),
    "wish": gettext_lazy("Asked for by a workflow"),
    # a grade set by hand
    "last_day_over": gettext_lazy("Its last day is over"),
    # why a lead left a workflow; nurturing.choices.LeaveReason
    "finished": gettext_lazy("Came to its end"),
    "exit_rule": gettext_lazy("Its exit condition holds"),
    "with_sales": gettext_lazy("Sales has the lead"),
    "closed": gettext_lazy("The lead was closed"),
    "no_mail": gettext_lazy("It may not be mailed"),
    "other_workflow": gettext_lazy("Another workflow fits better"),
    "archived": gettext_lazy("The workflow was archived"),
    "ready": gettext_lazy("Ready for Sales"),
}
MISSING: dict[str, str | Promise] = {
    "qualification.timeline": gettext_lazy("no start date"),
    "qualification.budget": gettext_lazy("no budget"),
    "qualification.authority": gettext_lazy("no authority"),
    "interest.need": gettext_lazy("no need"),
    "person.email": gettext_lazy("no e-mail"),
    "person.phone": gettext_lazy("no phone"),
    "person.marketing_consent": gettext_lazy("no consent"),
    "person.job_title": gettext_lazy("no job title"),
    "company.employees": gettext_lazy("no company size"),
    "company.industry": gettext_lazy("no industry"),
    "company.company": gettext_lazy("no company"),
}


def reason(slug: str) -> str:
    """Return what a reason is called; a workspace's own are shown as they were given."""
    known = REASONS.get(slug)
    if known:
        return str(known)
    return slug.replace("_", " ").replace("-", " ").capitalize() if " " not in slug else slug


def light(light_reason: Mapping[str, Any] | None) -> str:
    """Return in a few words why the light is not green: what is missing, or how far it is."""
    if not light_reason:
        return ""
    field = light_reason.get("field")
    if light_reason.get("code") == "unmet" and field != "person.marketing_consent":
        return _("a requirement is not met")
    if field:
        return str(MISSING.get(str(field)) or _("a datum is missing"))
    points = light_reason.get("points")
    if not isinstance(points, int | float) or not points:
        return ""
    grade = light_reason.get("grade")
    if grade:
        return _("%(n)s below %(grade)s") % {"n": points, "grade": grade}
    return ngettext("%(n)d point short", "%(n)d points short", int(points)) % {"n": points}


def short_url(url: str) -> str:
    """Return an address as people read it: without scheme and parameters."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}" or url
