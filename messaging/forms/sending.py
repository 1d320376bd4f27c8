"""Forms of sending."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SendingForm(forms.Form):
    """As whom the workspace writes and within which bounds."""

    from_name = forms.CharField(
        label=_("Sender's name"), max_length=120, required=False, help_text=_("What readers see first.")
    )
    from_email = forms.EmailField(
        label=_("Sender's address"),
        max_length=320,
        required=False,
        help_text=_(
            "An address of your own domain, which your mail server may use. Empty: the server's own."
        ),
    )
    reply_to = forms.EmailField(label=_("Answers go to"), max_length=320, required=False)
    postal_address = forms.CharField(
        label=_("Postal address"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "street-address"}),
        help_text=_("The law asks for it in every marketing mail; without it none leaves."),
    )
    cap_count = forms.IntegerField(
        label=_("Marketing mails to one address"),
        min_value=0,
        max_value=100,
        help_text=_("At most; 0: no limit"),
    )
    cap_days = forms.IntegerField(
        label=_("In so many days"), min_value=1, max_value=365, help_text=_("Counted back from each mail")
    )
    from_hour = forms.IntegerField(
        label=_("Not before"), min_value=0, max_value=23, help_text=_("Hour of the reader's own clock")
    )
    until_hour = forms.IntegerField(
        label=_("Not after"), min_value=1, max_value=24, help_text=_("Hour of the reader's own clock")
    )
    pause_at_permille = forms.IntegerField(
        label=_("Pause workflows at (per 1,000)"),
        min_value=1,
        max_value=1000,
        help_text=_("Addresses that do not exist and complaints, of a week's mails"),
    )
    tracks_clicks = forms.BooleanField(
        label=_("Follow clicks on links"),
        required=False,
        help_text=_("Branches of workflows and points for clicks need it. Opening is never followed."),
    )


class BlockForm(forms.Form):
    """An address that nothing shall go to."""

    email = forms.EmailField(
        label=_("Address"), max_length=320, widget=forms.EmailInput({"autocomplete": "off"})
    )
    note = forms.CharField(label=_("Why"), max_length=300, required=False)
