"""T1, T2, T5: no row of a workspace is seen, pointed at or told of from another, whatever the code forgets."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model
from psycopg import Cursor

from core.fence import composite_references
from core.models import FencedModel
from core.scope import workspace_scope
from leadcrm import logins
from tenants.models import Workspace
from tests.architecture import catalogue
from tests.architecture.rows import Filler


def test_every_model_is_fenced_or_exempt_by_name() -> None:
    ours = {
        config.label for config in apps.get_app_configs() if not config.name.startswith(("django", "allauth"))
    }
    with_workspace = {
        model
        for model in apps.get_models()
        if model._meta.app_label in ours
        and any(field.column == "workspace_id" for field in model._meta.concrete_fields)
    }
    exempt = {model for model in with_workspace if model._meta.db_table in catalogue.EXEMPT}

    assert {model for model in with_workspace - exempt if not issubclass(model, FencedModel)} == set()
    assert {model for model in exempt if not getattr(model, "fence_exempt", False)} == set()
    assert {model for model in with_workspace - exempt if getattr(model, "fence_exempt", False)} == set()


def test_models_without_a_workspace_are_few() -> None:
    here = {
        model._meta.db_table
        for model in apps.get_models()
        if not any(field.column == "workspace_id" for field in model._meta.concrete_fields)
    }

    assert {table for table in here if not table.startswith(("auth_", "django_", "account_"))} == {
        "tenants_user",
        "tenants_workspace",
    }


@pytest.mark.django_db
def test_every_table_has_its_policy() -> None:
    with connection.cursor() as cursor:
        assert catalogue.without_policy(cursor) == []


@pytest.mark.django_db
def test_login_that_serves_is_bound_by_the_policies() -> None:
    with connection.cursor() as cursor:
        assert connection.settings_dict["USER"] == settings.APP_DB_ROLE
        assert logins.fault(cursor) == ""
        assert catalogue.needless_rights(cursor, settings.APP_DB_ROLE) == []


def test_plain_select_sees_one_workspace(mine: Filler, theirs: Filler) -> None:
    tables = catalogue.fenced_tables()

    with connection.cursor() as cursor:
        assert catalogue.leaks(cursor, tables, mine=mine.workspace) == []
        assert catalogue.leaks(cursor, tables, mine=theirs.workspace) == []


def test_no_table_is_left_out(mine: Filler) -> None:
    assert sorted(model._meta.db_table for model in mine.rows) == catalogue.fenced_tables()
    assert len(mine.rows) > 30


def test_rows_of_another_workspace_cannot_be_changed_or_deleted(mine: Filler, theirs: Filler) -> None:
    append_only = set()
    with connection.cursor() as cursor:
        for table in catalogue.fenced_tables():
            cursor.execute(f"SET LOCAL app.workspace = '{mine.workspace}'")
            for statement in (
                f'UPDATE "{table}" SET workspace_id = workspace_id WHERE workspace_id = {theirs.workspace}',
                f'DELETE FROM "{table}" WHERE workspace_id = {theirs.workspace}',
            ):
                try:
                    with transaction.atomic():
                        cursor.execute(statement)
                        assert cursor.rowcount == 0, statement
                except ProgrammingError:
                    append_only.add(table)

        assert append_only == catalogue.append_only(cursor)


@pytest.mark.parametrize(
    "table",
    ["tenants_auditentry", "leads_consentrecord", "scoring_scoresnapshot", "capture_formversion"],
)
def test_what_is_evidence_cannot_be_rewritten(mine: Filler, table: str) -> None:
    with connection.cursor() as cursor:
        assert table in catalogue.append_only(cursor)
        cursor.execute(f"SET LOCAL app.workspace = '{mine.workspace}'")
        for statement in (f'UPDATE "{table}" SET id = id', f'DELETE FROM "{table}"'):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)


def test_row_cannot_be_written_for_another_workspace(mine: Filler, theirs: Filler) -> None:
    with workspace_scope(mine.workspace), connection.cursor() as cursor:
        theirs.cursor = cursor
        for model in theirs.rows:
            with pytest.raises(ProgrammingError, match="row-level security policy"), transaction.atomic():
                theirs.insert(model)


# T2 ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_references_between_workspaces_tables_are_composite() -> None:
    with connection.cursor() as cursor:
        assert catalogue.single_references(cursor) == []


@pytest.mark.django_db
def test_every_reference_between_fenced_tables_is_a_constraint() -> None:
    declared = {
        (model._meta.db_table, field.column, field.remote_field.model._meta.db_table)
        for model in apps.get_models()
        for field in composite_references(model)
    }

    with connection.cursor() as cursor:
        assert declared - catalogue.references(cursor) == set()


def test_every_key_to_a_fenced_table_leaves_the_constraint_to_the_fence() -> None:
    fenced = set(catalogue.fenced_models())

    assert [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.remote_field.model in fenced and field.db_constraint
    ] == []


def test_child_cannot_point_into_another_workspace(mine: Filler, theirs: Filler) -> None:
    with workspace_scope(mine.workspace), connection.cursor() as cursor:
        mine.cursor = cursor
        for model in mine.rows:
            for field in composite_references(model):
                target = theirs.rows[field.remote_field.model][field.target_field.column]
                with pytest.raises(IntegrityError, match="violates foreign key"), transaction.atomic():
                    _point(mine, model, field.column, target)


def _point(filler: Filler, model: type[Model], column: str, target: object) -> None:
    table = model._meta.db_table
    if table in catalogue.append_only(filler.cursor):
        filler.insert(model, **{column: target})
    else:
        filler.cursor.execute(f'UPDATE "{table}" SET "{column}" = %s', [target])
    filler.cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# T5 ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_uniqueness_tells_nothing_of_another_workspace() -> None:
    with connection.cursor() as cursor:
        assert catalogue.oracles(cursor) == []


def test_the_same_keys_may_exist_twice(mine: Filler, other_workspace: Workspace, admin) -> None:
    with workspace_scope(other_workspace.pk), connection.cursor() as cursor:
        other = Filler(cursor, other_workspace.pk, admin.user_id)
        for model in mine.rows:
            same = {
                column: value
                for column, value in mine.rows[model].items()
                if column != "workspace_id" and not column.endswith("_id")
            }
            other.rows[model] = other.insert(model, **same)

    assert set(other.rows) == set(mine.rows)


# Would the checks see it? ------------------------------------------------------------------------------------------


@pytest.fixture
def forced(owner: Cursor) -> Cursor:
    """The owner, bound by the policies as the serving login is, with two workspaces' rows in every table."""
    owner.execute(
        "INSERT INTO tenants_user (password, public_id, created_at, updated_at, email, name, language, is_active)"
        " VALUES ('', gen_random_uuid(), now(), now(), 'x@example.test', '', '', true) RETURNING id"
    )
    user = owner.fetchone()[0]
    for workspace in (1, 2):
        Filler(owner, workspace, user).fill()
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in catalogue.fenced_tables():
        owner.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    return owner


def test_checks_see_every_missing_policy(forced: Cursor) -> None:
    tables = catalogue.fenced_tables()
    assert catalogue.leaks(forced, tables, mine=1) == []
    assert catalogue.without_policy(forced) == []

    for table in tables:
        for harm in (
            f'DROP POLICY workspace_fence ON "{table}"',
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
            f'ALTER POLICY workspace_fence ON "{table}" USING (true)',
            f'CREATE POLICY open_door ON "{table}" USING (true)',
        ):
            forced.execute("SAVEPOINT before_harm")
            forced.execute(harm)
            assert catalogue.without_policy(forced) == [table], harm
            assert catalogue.leaks(forced, [table], mine=1) == [table], harm
            forced.execute("ROLLBACK TO SAVEPOINT before_harm")


def test_checks_see_a_key_or_reference_without_the_workspace(owner: Cursor) -> None:
    owner.execute("CREATE UNIQUE INDEX tells_all ON leads_lead (email)")
    owner.execute("ALTER TABLE leads_leadrank ADD CONSTRAINT points_anywhere FOREIGN KEY (workspace_id) "
                  "REFERENCES tenants_membership (id)")  # fmt: skip
    owner.execute("GRANT TRIGGER ON leads_lead TO app")

    assert catalogue.oracles(owner) == ["leads_lead.tells_all"]
    assert catalogue.single_references(owner) == ["leads_leadrank.points_anywhere"]
    assert catalogue.needless_rights(owner, "app") == ["leads_lead: TRIGGER"]
