"""Putting a service's refusal on the form that caused it."""

from django import forms

from core.errors import DomainError


def show_on_form(form: forms.Form, refusal: DomainError) -> None:
    """Add each fault to its field, or the sentence to the whole form when no field is named."""
    placed = False
    for fault in refusal.errors:
        if fault.get("path") in form.fields:
            form.add_error(fault["path"], fault["message"])
            placed = True
    if not placed:
        form.add_error(None, refusal.message)
