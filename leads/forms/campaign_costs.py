"""What a campaign cost by day, as people paste it from a sheet or an ad platform."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leads.models import CampaignCost


# The day, then the cost after a semicolon, tab, blank or comma; what stands around the figure is the currency.
LINE = re.compile(r"\s*(?P<day>[\d./-]{8,10})\s*[;\t, ]\s*\"?[^\d\s-]*\s*(?P<amount>[\d.,'\u00a0]+)[^\d]*$")
# Thousands by one mark, cents by the other; a mark before three digits is one of thousands.
PLAIN = re.compile(r"(?P<whole>\d+)([.,](?P<cents>\d{1,2}))?")
GROUPED = re.compile(
    r"(?P<whole>\d{1,3}(?P<mark>[.,'\u00a0])\d{3}((?P=mark)\d{3})*)((?!(?P=mark))[.,](?P<cents>\d{1,2}))?"
)
MOST_FAULTS = 5


class DailyCostsField(forms.CharField):
    """Lines of a day and a cost; gives the days with their cents."""

    widget = forms.Textarea

    def clean(self, value: Any) -> dict[date, int]:
        """Read the lines; a first line without a figure is a heading.

        Raises: ValidationError that names the lines.
        """
        lines = [
            (number, line) for number, line in enumerate(super().clean(value).splitlines(), 1) if line.strip()
        ]
        if len(lines) > 1 and not re.search(r"\d", lines[0][1]):
            lines = lines[1:]
        if len(lines) > CampaignCost.MOST_DAYS:
            raise ValidationError(
                _("At most %(limit)s days at once."), params={"limit": CampaignCost.MOST_DAYS}
            )
        found: dict[date, int] = {}
        faults: list[ValidationError] = []
        for number, line in lines:
            read = _read(line)
            if read is None:
                faults.append(_fault(_("Line %(number)s is no day and cost: %(line)s"), number, line))
            elif read[0] in found:
                faults.append(
                    _fault(_("Line %(number)s names a day for the second time: %(line)s"), number, line)
                )
            else:
                found[read[0]] = read[1]
        if faults:
            raise ValidationError(faults[:MOST_FAULTS])
        return found


def _fault(message: Any, number: int, line: str) -> ValidationError:
    return ValidationError(message, params={"number": number, "line": line.strip()[:40]})


def _read(line: str) -> tuple[date, int] | None:
    parts = LINE.match(line)
    if parts is None:
        return None
    figure = PLAIN.fullmatch(parts["amount"]) or GROUPED.fullmatch(parts["amount"])
    try:
        day = forms.DateField(localize=True).clean(parts["day"])
    except ValidationError:
        return None
    if figure is None:
        return None
    whole = int(re.sub(r"\D", "", figure["whole"]))
    cents = 100 * whole + int((figure["cents"] or "").ljust(2, "0"))
    return (day, cents) if cents <= CampaignCost.MOST_CENTS else None


class CampaignCostsForm(forms.Form):
    """Days with what they cost."""

    costs = DailyCostsField(
        label=_("Days and costs"),
        max_length=60_000,
        help_text=_(
            "One day a line, the cost after it: 2026-11-01 120.50. Paste it from a sheet. 0 takes the day's cost back."
        ),
    )
