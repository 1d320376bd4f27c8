"""What the filter says of an inquiry, and the few things that no rule can overrule. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from capture.choices import Reason
from capture.parsers.facts import Reading


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why an inquiry is held back; an empty reason lets it through. What rules decided names the rule."""

    reason: str = ""
    detail: str = ""
    rule_id: int | None = None
    tags: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.reason)


PASS = Verdict()


def normal_email(email: str) -> str | None:
    """Return the address in its normal form, or None if it is not one; asks no DNS."""
    try:
        # test_environment: lets the reserved ".test" through, which rigs and demonstrations use.
        return validate_email(email, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return None


def without_lead(reading: Reading, *, signs: Sequence[str]) -> Verdict:
    """Return why nobody, not even a person, can make a lead of it: unreadable, or no way to answer."""
    if Reason.UNREADABLE in signs:
        return Verdict(Reason.UNREADABLE)
    return PASS if reading.has_contact else Verdict(Reason.NO_CONTACT)
