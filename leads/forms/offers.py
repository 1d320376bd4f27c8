"""Choices that only the workspace knows, put into a form when it is made."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.functional import Promise


Choices = Iterable[tuple[Any, str | Promise]]


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Let the form's field offer these."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)
