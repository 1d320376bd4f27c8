"""The migration operation that fences a tenant table in PostgreSQL (design §4, reliability T1, T2, T5)."""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


POLICY = "workspace_id = nullif(current_setting('app.workspace', true), '')::bigint"


def is_fenced(model: type[models.Model]) -> bool:
    """Say whether the model's rows belong to a workspace (it has the column and is not exempt by name)."""
    return any(field.attname == "workspace_id" for field in model._meta.concrete_fields) and not getattr(
        model, "fence_exempt", False
    )


def composite_references(model: type[models.Model]) -> list[models.ForeignKey]:
    """Return the model's foreign keys that carry no constraint of Django's: those to other fenced tables."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not getattr(field, "db_constraint", True)
    ]


def statements(model: type[models.Model], *, append_only: bool) -> list[str]:
    """Return the SQL that fences the table: composite key, composite references, policy, grants."""
    table, pk = model._meta.db_table, model._meta.pk.column
    sql = [
        f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_pkey"',
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_pkey" PRIMARY KEY (workspace_id, "{pk}")',
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'DROP POLICY IF EXISTS workspace_fence ON "{table}"',
        f'CREATE POLICY workspace_fence ON "{table}" USING ({POLICY}) WITH CHECK ({POLICY})',
    ]
    if append_only:
        # Read by leadcrm.grants after every migrate: the app login may add and read, never change.
        sql.append(f"COMMENT ON TABLE \"{table}\" IS 'append-only'")
    return sql


def reference_statements(model: type[models.Model]) -> list[str]:
    """Return the SQL of the composite foreign keys; run after every table of the migration has its key."""
    table = model._meta.db_table
    return [
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{field.column}_fk" '
        f'FOREIGN KEY (workspace_id, "{field.column}") '
        f'REFERENCES "{field.remote_field.model._meta.db_table}" '
        f'(workspace_id, "{field.target_field.column}") DEFERRABLE INITIALLY DEFERRED'
        for field in composite_references(model)
    ]


class Fence(Operation):
    """Fence the named models of the app: composite primary key, composite references, row-level security.

    Safe on empty and on filled tables; rewrites the key's index, so it locks the table meanwhile.
    """

    reversible = False
    reduces_to_sql = True

    def __init__(self, *names: str, append_only: tuple[str, ...] = ()) -> None:
        self.names = names
        self.append_only = append_only

    def deconstruct(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        """Return what writes this operation into a migration file."""
        return type(self).__qualname__, self.names, {"append_only": self.append_only}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in Django's picture: it still believes in ``id`` alone."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Run the statements."""
        found = [to_state.apps.get_model(app_label, name) for name in self.names]
        for model, name in zip(found, self.names, strict=True):
            for sql in statements(model, append_only=name in self.append_only):
                schema_editor.execute(sql)
        for model in found:
            for sql in reference_statements(model):
                schema_editor.execute(sql)

    def describe(self) -> str:
        """Return the line that migrate prints."""
        return f"Fence {', '.join(self.names)}"
