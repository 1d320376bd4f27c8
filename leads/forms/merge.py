"""The side-by-side form of a merge: which lead stays, and whose each fact is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms


STAYS, GOES = "stays", "goes"
PREFIX = "fact."


class MergeForm(forms.Form):
    """One choice for each fact that differs, and the versions that were shown."""

    def __init__(self, data: Any, *, keys: Sequence[str], taken: set[str], versions: tuple[int, int]) -> None:
        super().__init__(data)
        self.keys, self.defaults = keys, taken
        for name, version in zip(("version", "other_version"), versions, strict=True):
            self.fields[name] = forms.IntegerField(initial=version, widget=forms.HiddenInput)
        for key in keys:
            self.fields[PREFIX + key] = forms.ChoiceField(choices=[(STAYS, STAYS), (GOES, GOES)])

    def chosen(self, key: str) -> str:
        """Return whose the fact is: as it was sent, else by default."""
        sent = self.data.get(PREFIX + key) if self.is_bound else None
        return sent or (GOES if key in self.defaults else STAYS)

    def taken(self) -> list[str]:
        """Return what comes from the lead that goes; facts that nobody was asked about as by default."""
        values: Mapping[str, Any] = self.cleaned_data
        asked = [key for key in self.keys if values[PREFIX + key] == GOES]
        return sorted({*asked, *(self.defaults - set(self.keys))})

    def versions(self) -> tuple[int, int]:
        """Return the versions that the reader saw."""
        return self.cleaned_data["version"], self.cleaned_data["other_version"]
