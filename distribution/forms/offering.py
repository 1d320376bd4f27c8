"""Choices that are known only when a form is shown."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms


def offer(field: forms.Field, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let the person choose among these."""
    cast("forms.ChoiceField", field).choices = list(choices)
