"""What cannot be read is refused in words, on pages and by the API, and never breaks the server."""

import base64
import io
import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation
from rest_framework.exceptions import ParseError

from core.api import StrictJSONParser
from tenants.models import Membership


def packed(*values: object) -> str:
    """Return a cursor of these values, as somebody who tampers would make it."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


CURSORS = ["zz", "\x00", "W10", packed(0, "\x00", "\x00"), packed(0, "x", 1), packed(0, "2026-99-99", 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", CURSORS)
@pytest.mark.parametrize("page", ["settings/audit/", "settings/work/", "forms/"])
def test_damaged_page_link_is_told_on_the_page(
    page: str, cursor: str, admin: Membership, client_for: Callable[[Membership], Client]
) -> None:
    response = client_for(admin).get(f"/w/{admin.workspace.slug}/{page}", {"cursor": cursor})

    assert response.status_code == 400


@pytest.mark.django_db
def test_nul_in_a_workspace_s_name_is_no_workspace(
    admin: Membership, client_for: Callable[[Membership], Client]
) -> None:
    assert client_for(admin).get("/w/%00/").status_code == 404


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{bad", "error en la línea 1, columna 2"),
        (b"\xff", "no está en UTF-8"),
        (b'"\\u0000"', "tiene caracteres o números que no se pueden guardar"),
        (b"NaN", "NaN no es un número de JSON"),
        (b"[" * 65 + b"]" * 65, "tiene demasiados niveles"),
    ],
)
def test_body_that_cannot_be_read_says_why_in_the_reader_s_language(body: bytes, reason: str) -> None:
    with translation.override("es"), pytest.raises(ParseError) as refusal:
        StrictJSONParser().parse(io.BytesIO(body))

    assert reason in str(refusal.value.detail)
