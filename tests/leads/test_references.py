"""Every column that names a lead says what becomes of it in a merge, so that none is forgotten."""

import pytest
from django.apps import apps
from django.db import connection

from leads import references
from leads.models import Lead, LeadRank


def columns_that_name_a_lead():
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            is_reference = field.related_model in {Lead, LeadRank}
            is_number = field.attname == "lead_id" or field.attname.endswith("_lead_id")
            if is_reference or is_number:
                yield f"{model._meta.label}.{field.name}".lower()


def test_every_column_that_names_a_lead_has_its_rule():
    known = {reference.key for reference in references.every()}

    assert set(columns_that_name_a_lead()) == known, (
        "add what is new to leads/references.py or leadcrm/merging.py"
    )


@pytest.mark.django_db
def test_the_tables_nobody_may_change_are_known_as_ledgers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE obj_description(oid, 'pg_class') = 'append-only'")
        ledgers = {row[0] for row in cursor.fetchall()}

    for reference in references.every():
        assert reference.is_ledger == (reference.find_model()._meta.db_table in ledgers), reference.key
