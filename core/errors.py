"""Refusals: what a service raises when it says no, for a form or an API to show."""

from collections.abc import Sequence

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal the person can act on: a finished sentence, a stable code, an HTTP status.

    ``errors`` lists single faults as ``{"path": "email" or "$.all[0].op", "message": …}``.
    Subclasses are facts (``StageConflict``) and set ``code`` and ``status``.
    """

    code = "refused"
    status = 409

    def __init__(
        self,
        message: str | Promise,
        *,
        code: str | None = None,
        status: int | None = None,
        errors: Sequence[dict[str, str]] = (),
    ) -> None:
        super().__init__(message)
        self._message = message
        self.code = code or self.code
        self.status = status or self.status
        self.errors = list(errors)

    @property
    def message(self) -> str:
        """The sentence in the language active when it is read."""
        return str(self._message)


class Invalid(DomainError):
    """The input is wrong in a way its own fields explain."""

    code = "invalid"
    status = 400


class Forbidden(DomainError):
    """The person is known but may not do this."""

    code = "forbidden"
    status = 403
