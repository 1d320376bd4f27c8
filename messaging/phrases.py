"""What became of a message and of each try, in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from messaging.choices import MessageState, Outcome, Withheld
from messaging.models import Attempt, Message


def reason(message: Message) -> str:
    """Say why a message was withheld or failed, or what became of it after it left; else nothing."""
    if message.state == MessageState.WITHHELD and message.reason in Withheld.values:
        return str(Withheld(message.reason).label)
    said = {
        "no_such_address": _("The address does not exist"),
        "refused": _("The other server refused it"),
        "given_up": _("Given up after ten tries"),
        "switched_off": _("The webhook is switched off"),
        "returned": _("It came back: the address does not exist"),
        "complained": _("Its reader complained about it"),
    }
    return said.get(message.reason, "")


def standing(message: Message) -> str:
    """Say in one sentence where a message stands and what comes next."""
    return {
        MessageState.QUEUED: _("It waits for its turn."),
        MessageState.CLAIMED: _("A worker is about to send it."),
        MessageState.SENDING: _("It is being handed over at this moment."),
        MessageState.SENT: _("The other server took it."),
        MessageState.FAILED: _("It was not sent, and will not be by itself."),
        MessageState.AMBIGUOUS: _(
            "It was handed over, but no answer came back: it may or may not have arrived. It is never repeated "
            "by itself."
        ),
        MessageState.WITHHELD: _("It was not sent, on purpose."),
    }[MessageState(message.state)]


def what_happened(attempt: Attempt) -> str:
    """Say how far a try came and what the other side answered."""
    if not attempt.outcome:
        return _("Under way")
    where = {
        "connect": _("No connection to the server"),
        "hello": _("The server did not greet"),
        "tls": _("No secure connection"),
        "login": _("The server refused our sign-in"),
        "mail": _("The sender was refused"),
        "rcpt": _("The recipient was refused"),
        "data": _("Interrupted while handing over"),
        "body": _("No receipt after handing over"),
        "answer": _("The other side answered"),
        "done": pgettext("attempt", "Taken"),
    }
    if attempt.outcome == Outcome.SENT:
        return pgettext("attempt", "Taken")
    if attempt.phase == "rcpt" and attempt.code is None:
        return _("No answer about the recipient")
    if attempt.phase == "body" and attempt.code is not None:
        return _("The letter was refused")
    if attempt.phase == "rcpt" and attempt.outcome == Outcome.RETRY:
        return _("The recipient was put off")
    return where.get(attempt.phase, str(Outcome(attempt.outcome).label))
