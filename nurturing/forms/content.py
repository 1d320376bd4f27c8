"""The form of a piece of content."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from leads.choices import Phase
from leads.forms.offers import offer
from leads.models import Topic
from nurturing.choices import ContentFormat
from nurturing.models import ContentPiece


class ContentForm(forms.Form):
    """What a piece is, where it is, and for whom."""

    title = forms.CharField(label=_("Title"), max_length=200)
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        help_text=_("Where people read it. Mails link to it by its name, so this may change later."),
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences: what the reader learns."),
    )
    topic_id = forms.TypedChoiceField(label=_("Topic"), coerce=int, empty_value=None, required=False)
    phase = forms.ChoiceField(
        label=_("Buying phase"), choices=[("", _("No phase")), *Phase.choices], required=False
    )
    format = forms.ChoiceField(label=_("Format"), choices=ContentFormat.choices)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("Any language")), *settings.LANGUAGES], required=False
    )

    def __init__(self, *args: Any, piece: ContentPiece | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if piece:
            self.initial = {**{name: getattr(piece, name) for name in self.base_fields}, **self.initial}
        self.topics = {topic.pk: topic for topic in Topic.objects.order_by("name", "pk")}
        offer(self, "topic_id", [("", _("No topic")), *((pk, str(one)) for pk, one in self.topics.items())])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        values = dict(self.cleaned_data)
        values["topic"] = self.topics.get(values.pop("topic_id"))
        return values
