"""How forms look: hint and error by the field, a summary on top; see templates/components/field.html."""

from typing import Any

from django.forms import BoundField
from django.forms.renderers import BaseRenderer, DjangoTemplates, TemplatesSetting
from django.template import TemplateDoesNotExist


class FormRenderer(TemplatesSetting):
    """Renders forms with our templates and widgets with Django's own, which stay out of INSTALLED_APPS."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    fallback: BaseRenderer = DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        """Return our template of that name, else the one Django ships."""
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return self.fallback.get_template(template_name)


def is_check(field: BoundField) -> bool:
    """Say whether the field is one checkbox, whose label stands behind it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset
