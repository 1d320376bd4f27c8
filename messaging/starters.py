"""Texts to start a template from, in the language it is written in."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Texts:
    """Subject, preheader and body of a mail."""

    subject: str = ""
    preheader: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Starter:
    """One text to start from; ``has_link`` says that an address must be filled in before it can be sent."""

    name: str | Promise
    note: str | Promise
    subject: str | Promise
    preheader: str | Promise
    body: str | Promise
    has_link: bool = False


STARTERS: dict[str, Starter] = {
    "welcome": Starter(
        name=pgettext_lazy("template", "Welcome"),
        note=_("Thanks for the inquiry and says what comes next."),
        subject=_('Thank you for asking us about {{ lead.topic | default: "your plans" }}'),
        preheader=_("What usually helps at the start"),
        body=_("""Hello {{ lead.first_name | default: "and welcome" }},

thank you for getting in touch with {{ workspace.name }}. These are the questions that most people ask first:

- What does it cost, and what makes the difference?
- How long does it take, step by step?
- What do I have to decide, and when?

Which of them is yours? **Just answer this mail in one line.** A person reads every answer.

Kind regards,
{{ workspace.name }}
"""),
    ),
    "guide": Starter(
        name=pgettext_lazy("template", "Guide"),
        note=_("Sends a guide; the click says what the person wants to know."),
        subject=_('The guide to {{ lead.topic | default: "your plans" }}'),
        preheader=_("Ten minutes that save weeks"),
        body=_("""Hello {{ lead.first_name | default: "again" }},

we wrote down what our customers wish they had known before. It takes ten minutes to read.

[Button: Read the guide](https://)

Is something missing? Answer this mail and we will add it.

Kind regards,
{{ workspace.name }}
"""),
        has_link=True,
    ),
    "story": Starter(
        name=pgettext_lazy("template", "Success story"),
        note=_("Shows what somebody in the same place did."),
        subject=_("How others solved it"),
        preheader=_("What it cost, how long it took, what they would do again"),
        body=_("""Hello {{ lead.first_name | default: "again" }},

a customer came to us with the same question as you. What they decided, what it cost and what they would do
differently today:

[Button: Read the story](https://)

Kind regards,
{{ workspace.name }}
"""),
        has_link=True,
    ),
    "question": Starter(
        name=pgettext_lazy("template", "One question"),
        note=_("Asks what is still open; needs no link."),
        subject=_("What would help you decide?"),
        preheader=_("One line is enough"),
        body=_("""Hello {{ lead.first_name | default: "again" }},

you looked into {{ lead.topic | default: "our work" }} a while ago. What is still open?

1. The price
2. The time it takes
3. Whether it suits me at all
4. Nothing, it can wait

**Answer with the number**, and we will send you what helps with exactly that.

Kind regards,
{{ workspace.name }}
"""),
    ),
    "talk": Starter(
        name=pgettext_lazy("template", "Shall we talk?"),
        note=_("Offers a conversation with a person."),
        subject=_("Shall we talk for ten minutes?"),
        preheader=_("Without obligation, when it suits you"),
        body=_("""Hello {{ lead.first_name | default: "again" }},

some questions are answered faster by talking. {{ owner.name | default: "One of us" }} takes ten minutes for
yours, without obligation.

**Answer this mail with two times that suit you** and your phone number. We will call you at one of them.

Kind regards,
{{ workspace.name }}
"""),
    ),
}
# What a fresh workspace sends until it has texts of its own.
DEFAULTS = ("welcome", "question", "talk")


def texts(starter: str, *, language: str) -> Texts:
    """Return the starting text in the language."""
    found = STARTERS[starter]
    with translation.override(language):
        return Texts(str(found.subject), str(found.preheader), str(found.body))


def name(starter: str, *, language: str) -> str:
    """Return what a template made of the text is called in the language."""
    with translation.override(language):
        return str(STARTERS[starter].name)
