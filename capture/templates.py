"""What a new form starts with, in the language it speaks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capture.choices import FieldKind


TEXTS = (
    "title",
    "intro",
    "button",
    "consent",
    "privacy_url",
    "thanks_title",
    "thanks_text",
    "redirect_url",
)
# Every field a form may ask, besides the workspace's own: name → (kind, label). Names are those of the API.
STANDARD: dict[str, tuple[str, str | Promise]] = {
    "full_name": (FieldKind.TEXT, gettext_lazy("Name")),
    "first_name": (FieldKind.TEXT, gettext_lazy("First name")),
    "last_name": (FieldKind.TEXT, gettext_lazy("Last name")),
    "email": (FieldKind.EMAIL, gettext_lazy("E-mail")),
    "phone": (FieldKind.PHONE, gettext_lazy("Phone")),
    "company": (FieldKind.TEXT, gettext_lazy("Company")),
    "job_title": (FieldKind.TEXT, gettext_lazy("Job title")),
    "website": (FieldKind.URL, gettext_lazy("Website")),
    "industry": (FieldKind.TEXT, gettext_lazy("Industry")),
    "employees": (FieldKind.NUMBER, gettext_lazy("Employees")),
    "country": (FieldKind.TEXT, gettext_lazy("Country")),
    "region": (FieldKind.TEXT, gettext_lazy("Region")),
    "city": (FieldKind.TEXT, gettext_lazy("City")),
    "topics": (FieldKind.CHOICES, gettext_lazy("Topics")),
    "timeline": (FieldKind.CHOICE, gettext_lazy("When do you want to start?")),
    "budget": (FieldKind.NUMBER, gettext_lazy("Budget")),
    "message": (FieldKind.LONG, gettext_lazy("Message")),
}


@dataclass(frozen=True, slots=True)
class Contents:
    """Fields and texts of a version."""

    fields: list[dict[str, Any]]
    texts: dict[str, str]


def asked(
    name: str, label: str, *, hint: str = "", is_required: bool = False, kind: str = ""
) -> dict[str, Any]:
    """Return a field as versions store it."""
    return {
        "name": name,
        "kind": str(kind or STANDARD[name][0]),
        "label": label,
        "hint": hint,
        "is_required": is_required,
        "options": [],
    }


def _texts(**texts: str) -> dict[str, str]:
    return {name: texts.get(name, "") for name in TEXTS}


def _contact() -> Contents:
    return Contents(
        fields=[
            asked("full_name", _("Name"), is_required=True),
            asked("company", _("Company")),
            asked("email", _("E-mail"), is_required=True),
            asked("phone", _("Phone")),
            asked("message", _("How can we help?"), is_required=True),
        ],
        texts=_texts(
            title=_("Talk to us"),
            intro=_("Tell us what you need. A person of our team answers you."),
            button=_("Send inquiry"),
            consent=_("I would like to receive news and guides by e-mail. I can unsubscribe at any time."),
            thanks_title=_("Thank you"),
            thanks_text=_("We have your inquiry and will get back to you soon."),
        ),
    )


def _download() -> Contents:
    return Contents(
        fields=[
            asked("full_name", _("Name")),
            asked("email", _("E-mail"), hint=_("We send the guide there."), is_required=True),
            asked("company", _("Company")),
        ],
        texts=_texts(
            title=_("Get the guide"),
            button=_("Send me the guide"),
            consent=_("I would like to receive news and guides by e-mail. I can unsubscribe at any time."),
            thanks_title=_("Thank you"),
            thanks_text=_("The guide is on its way to you."),
        ),
    )


def _callback() -> Contents:
    return Contents(
        fields=[
            asked("full_name", _("Name"), is_required=True),
            asked("phone", _("Phone"), is_required=True),
            asked("message", _("What is it about?")),
        ],
        texts=_texts(
            title=_("We call you back"),
            intro=_("Leave your number. We call in working hours."),
            button=_("Call me"),
            thanks_title=_("Thank you"),
            thanks_text=_("We call you as soon as we can."),
        ),
    )


def _demo() -> Contents:
    return Contents(
        fields=[
            asked("full_name", _("Name"), is_required=True),
            asked("company", _("Company"), is_required=True),
            asked("email", _("Work e-mail"), is_required=True),
            asked("phone", _("Phone")),
            asked("employees", _("How many people work there?")),
            asked("timeline", _("When do you want to start?")),
            asked("message", _("What would you like to see?")),
        ],
        texts=_texts(
            title=_("Ask for a demonstration"),
            intro=_("Half an hour with a person of our team, about your own case."),
            button=_("Ask for a demonstration"),
            consent=_("I would like to receive news and guides by e-mail. I can unsubscribe at any time."),
            thanks_title=_("Thank you"),
            thanks_text=_("We write to you to agree on a day and an hour."),
        ),
    )


def _event() -> Contents:
    return Contents(
        fields=[
            asked("full_name", _("Name"), is_required=True),
            asked("email", _("E-mail"), hint=_("We send the details there."), is_required=True),
            asked("company", _("Company")),
            asked("job_title", _("Job title")),
            asked("message", _("What would you like to ask the speakers?")),
        ],
        texts=_texts(
            title=_("Sign up for the event"),
            button=_("Sign up"),
            consent=_("I would like to receive news and guides by e-mail. I can unsubscribe at any time."),
            thanks_title=_("See you there"),
            thanks_text=_("Your place is noted. We write to you before the day."),
        ),
    )


def _met() -> Contents:
    return Contents(
        fields=[
            asked("full_name", _("Name"), is_required=True),
            asked("company", _("Company")),
            asked("job_title", _("Job title")),
            asked("email", _("E-mail")),
            asked("phone", _("Phone")),
            asked("message", _("What was talked about")),
        ],
        texts=_texts(
            title=_("Met here"),
            button=_("Keep"),
            consent=_("Wants to receive news and guides by e-mail."),
            thanks_title=_("Kept"),
        ),
    )


# What is asked of people met at an event, by ours; the questions that Sales agreed on follow.
MET = "met"
TEMPLATES: dict[str, tuple[str | Promise, Callable[[], Contents]]] = {
    "contact": (gettext_lazy("Contact"), _contact),
    "demo": (gettext_lazy("Demonstration"), _demo),
    "download": (gettext_lazy("Guide or download"), _download),
    "event": (gettext_lazy("Event"), _event),
    MET: (gettext_lazy("Met at an event"), _met),
    "callback": (gettext_lazy("Call me back"), _callback),
}


def contents(template: str, *, language: str) -> Contents:
    """Return fields and texts of the template in the language the form speaks."""
    with translation.override(language):
        return TEMPLATES[template][1]()
