"""What is wrong with a condition: single faults, each with the JSON path of its place."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.errors import DomainError


MAX_FAULTS = 20
MAX_SHOWN = 60


class ConditionError(DomainError):
    """The JSON is no condition that this registry can read; ``errors`` lists the faults."""

    code = "invalid_condition"
    status = 400


def shown(text: object) -> str:
    """Return what somebody sent so that a message may repeat it: short, and fit to be stored and sent."""
    clean = str(text)[:MAX_SHOWN].replace("\x00", "␀")
    return clean.encode("utf-8", "backslashreplace").decode("utf-8")


@dataclass(slots=True)
class Faults:
    """Collects faults, so that one refusal can tell them all."""

    items: list[dict[str, str]] = field(default_factory=list)

    def add(self, path: str, message: str) -> None:
        """Note one fault; beyond the twentieth nobody reads on."""
        if len(self.items) < MAX_FAULTS:
            self.items.append({"path": path, "message": message})

    def raise_if_any(self) -> None:
        """Refuse the condition if anything was noted.

        Raises: ConditionError.
        """
        if self.items:
            raise ConditionError(_("This condition cannot be read."), errors=self.items)
