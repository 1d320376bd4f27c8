"""Rows of defaults, made many at a time."""

import pytest
from django.utils import timezone

from core.models import maker
from leads.models import Lead


pytestmark = pytest.mark.django_db


def test_made_rows_are_what_the_model_makes_and_share_nothing(in_scope):
    make = maker(Lead)

    one, two = make(), make()
    one.custom["rooms"] = 3
    one.created_at = timezone.now()
    one.save()

    assert one.public_id != two.public_id
    plain = Lead()
    assert {name: value for name, value in vars(two).items() if name not in {"_state", "public_id"}} == {
        name: value for name, value in vars(plain).items() if name not in {"_state", "public_id"}
    }
    assert Lead.objects.get().custom == {"rooms": 3}
