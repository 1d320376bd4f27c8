"""Base models: a row of one workspace, and the manager that can see no other's."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models
from django.db.models.base import ModelState

from core.ids import uuid7
from core.scope import CurrentWorkspace, current_workspace_id


class FencedQuerySet(models.QuerySet):
    """A queryset over rows of the workspace in scope; new rows take the workspace from its default."""


class FencedManager(models.Manager.from_queryset(FencedQuerySet)):  # type: ignore[misc]
    """Adds ``workspace_id = <scope>`` to every query; without a scope every path raises NoWorkspace."""

    def get_queryset(self) -> models.QuerySet:
        """Return the rows of the workspace in scope."""
        return super().get_queryset().filter(workspace_id=CurrentWorkspace())


class FencedModel(models.Model):
    """A row that belongs to one workspace.

    ``workspace_id`` is a plain column: the policy ties it to the scope, and a scope is only ever entered for a
    workspace that exists, so a foreign key would add a lock on one hot row to every insert and prove nothing.
    ``core.fence`` makes the primary key and the foreign keys composite.
    """

    workspace_id = models.BigIntegerField(default=current_workspace_id, editable=False)

    objects = FencedManager()
    # Reads past the first fence (row-level security still holds); a test lists who may use it.
    unscoped = models.Manager()

    class Meta:
        abstract = True


Made = TypeVar("Made", bound=models.Model)


def maker(model: type[Made]) -> Callable[[], Made]:
    """Return what makes new rows of defaults without the model's own ``__init__``: for thousands, several times faster.

    Call it in the scope of the rows.
    """
    pattern = model()
    made_anew = [
        field for field in model._meta.concrete_fields if field.has_default() and callable(field.default)
    ]
    fresh = [(field.attname, field.get_default) for field in made_anew]

    def make() -> Made:
        row = model.__new__(model)
        row.__dict__.update(pattern.__dict__)
        row._state = ModelState()
        for name, default in fresh:
            row.__dict__[name] = default()
        return row

    return make


class PublicIdModel(models.Model):
    """Adds the id under which a row is known outside: API, forms, mails, webhooks."""

    public_id = models.UUIDField(default=uuid7, editable=False)

    class Meta:
        abstract = True


class Timestamped(models.Model):
    """Adds when the row was made and last changed (conditional updates set ``updated_at`` themselves)."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


def ref(to: str, **kwargs: Any) -> models.ForeignKey:
    """Return a foreign key between two fenced tables; ``core.fence`` adds the composite constraint.

    Defaults: no single-column constraint or index (every index starts with the workspace), no reverse name.
    """
    options: dict[str, Any] = {
        "on_delete": models.CASCADE,
        "db_constraint": False,
        "db_index": False,
        "related_name": "+",
    }
    return models.ForeignKey(to, **(options | kwargs))
