"""What a call of a cold list comes to, whoever writes it down."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from capture.services import cold_calls
from leads.models import Lead, Task
from tests.capture import importing


pytestmark = pytest.mark.django_db
LIST = "Nombre,Telefono\nEva Mora,600 111 222\n"


def test_calling_back_is_planned_though_nobody_said_when(by):
    batch = importing.imported(
        LIST, by=by, columns={"Nombre": "full_name", "Telefono": "phone"}, origin="cold", basis="interest"
    )
    said = {"outcome": "call_back", "note": "", "reason": "no_need", "call_back_at": None}

    with timezone.override(ZoneInfo("Europe/Madrid")):
        cold_calls.log(
            batch=batch,
            lead_id=Lead.objects.get().pk,
            **said,
            by=by,
            at=datetime(2030, 1, 3, 23, 30, tzinfo=UTC),
        )

    # It is Friday in Madrid already.
    assert Task.objects.get().due_at == datetime(2030, 1, 7, 8, tzinfo=UTC)
