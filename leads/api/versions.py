"""The version that a caller read, by which an edit of something else is noticed."""

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from core.errors import Invalid


def version_of(request: Request, given: int | None) -> int | None:
    """Return the version the caller read: from the body, else from If-Match."""
    header = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if given is not None or header in {"", "*"}:
        return given
    if not header.isdecimal() or len(header) > 9:
        raise Invalid(
            _("If-Match holds the version of the lead, a number."),
            errors=[{"path": "If-Match", "message": header[:40]}],
        )
    return int(header)
