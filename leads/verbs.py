"""The verbs of the list that are leads' own: assign, tag, disqualify, export."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core import numbers
from leads import deeds
from leads.deeds import Verb
from leads.forms.bulk import AssignManyForm, ChooseTagsForm, CloseManyForm, ExportForm
from leads.models import Lead, LeadRank, Tag
from leads.services import exports, ownership, stages, tags
from leads.views.people import People


def _locked_ranks(lead_ids: Collection[int]) -> Any:
    ranks = LeadRank.objects.filter(pk__in=list(lead_ids)).order_by("pk")
    return ranks.select_for_update(of=("self",), no_key=True)


def _assign_form(data: Any, request: Any) -> AssignManyForm:
    return AssignManyForm(data, people=People(request).owners)


def _assign(
    *, lead_ids: Sequence[int], params: Mapping[str, Any], by: int | None, at: datetime
) -> dict[int, Any]:
    former = dict(_locked_ranks(lead_ids).values_list("pk", "owner_id"))
    changed = ownership.assign_each(owners=dict.fromkeys(former, params["owner_id"]), by=by, at=at)
    return {pk: former[pk] for pk in changed}


def _unassign(
    *, before: Mapping[int, Any], params: Mapping[str, Any], by: int | None, at: datetime
) -> list[int]:
    now = dict(_locked_ranks(before).values_list("pk", "owner_id"))
    kept = [pk for pk, owner in now.items() if owner == params["owner_id"]]
    # Who has left the workspace meanwhile cannot be given leads back.
    former = {before[pk] for pk in kept if before[pk] is not None}
    able = {owner for owner in former if ownership.may_own(owner)}
    owners = {pk: before[pk] for pk in kept if before[pk] is None or before[pk] in able}
    return ownership.assign_each(owners=owners, by=by, at=at, reason="undo")


def _assigned(count: int, params: Mapping[str, Any]) -> str:
    said = ngettext("%(n)s lead assigned to %(name)s.", "%(n)s leads assigned to %(name)s.", count)
    return said % {"n": numbers.plain(count), "name": params.get("name") or _("Nobody")}


def _tags() -> list[tuple[str, str]]:
    return [(name, name) for name in Tag.objects.order_by("slug").values_list("name", flat=True)[:200]]


def _tag_form(data: Any, request: Any) -> ChooseTagsForm:
    return ChooseTagsForm(data, tags=_tags())


def _untag_form(data: Any, request: Any) -> ChooseTagsForm:
    return ChooseTagsForm(data, tags=_tags(), may_add=False)


def _tag(
    *, lead_ids: Sequence[int], params: Mapping[str, Any], by: int | None, at: datetime
) -> dict[int, Any]:
    return dict(tags.add(lead_ids=lead_ids, tags=tags.settle(names=params["tags"], at=at), by=by, at=at))


def _take_back_tag(
    *, before: Mapping[int, Any], params: Mapping[str, Any], by: int | None, at: datetime
) -> list[int]:
    gone = tags.remove_each(tags=before, by=by, at=at)
    return [pk for pk, names in gone.items() if set(names) == set(before[pk])]


def _untag(
    *, lead_ids: Sequence[int], params: Mapping[str, Any], by: int | None, at: datetime
) -> dict[int, Any]:
    return dict(tags.remove(lead_ids=lead_ids, tags=params["tags"], by=by, at=at))


def _take_back_untag(
    *, before: Mapping[int, Any], params: Mapping[str, Any], by: int | None, at: datetime
) -> list[int]:
    back = tags.add_each(tags=before, by=by, at=at)
    return [pk for pk, names in back.items() if set(names) == set(before[pk])]


def _tagged(count: int, params: Mapping[str, Any]) -> str:
    said = ngettext("%(n)s lead tagged %(tags)s.", "%(n)s leads tagged %(tags)s.", count)
    return said % {"n": numbers.plain(count), "tags": ", ".join(params["tags"])}


def _untagged(count: int, params: Mapping[str, Any]) -> str:
    said = ngettext("%(tags)s taken off %(n)s lead.", "%(tags)s taken off %(n)s leads.", count)
    return said % {"n": numbers.plain(count), "tags": ", ".join(params["tags"])}


def _close_form(data: Any, request: Any) -> CloseManyForm:
    return CloseManyForm(data)


def _close(
    *, lead_ids: Sequence[int], params: Mapping[str, Any], by: int | None, at: datetime
) -> dict[int, Any]:
    closed = stages.close_many(lead_ids=lead_ids, **params, by=by, at=at)
    return dict.fromkeys(closed)


def _reopen(
    *, before: Mapping[int, Any], params: Mapping[str, Any], by: int | None, at: datetime
) -> list[int]:
    same = Lead.objects.filter(pk__in=list(before), closed_reason=params["reason"])
    ids = list(same.values_list("pk", flat=True))
    return stages.reopen_many(lead_ids=ids, from_stage=params["to_stage"], by=by, at=at, reason="undo")


def _closed(count: int, params: Mapping[str, Any]) -> str:
    said = ngettext("%(n)s lead left the road.", "%(n)s leads left the road.", count)
    return said % {"n": numbers.plain(count)}


def _export_form(data: Any, request: Any) -> ExportForm:
    return ExportForm(
        data, initial={"columns": request.POST.get("columns", ""), "format": "csv", "which": "shown"}
    )


def _exported(count: int, params: Mapping[str, Any]) -> str:
    return _("File of leads")


VERBS = (
    Verb(
        "assign",
        gettext_lazy("Assign"),
        "user-plus",
        "assign_leads",
        _assign,
        _assigned,
        undo=_unassign,
        form=_assign_form,
        order=10,
        key="a",
    ),
    Verb(
        "tag",
        pgettext_lazy("verb", "Tag"),
        "tag",
        "edit_leads",
        _tag,
        _tagged,
        undo=_take_back_tag,
        form=_tag_form,
        button=gettext_lazy("Tag leads"),
        order=20,
        key="t",
    ),
    Verb(
        "untag",
        gettext_lazy("Take tags off"),
        "tags",
        "edit_leads",
        _untag,
        _untagged,
        undo=_take_back_untag,
        form=_untag_form,
        order=60,
    ),
    Verb(
        "disqualify",
        gettext_lazy("Disqualify"),
        "ban",
        "hand_off",
        _close,
        _closed,
        undo=_reopen,
        form=_close_form,
        button=gettext_lazy("Close leads"),
        order=80,
        is_danger=True,
    ),
    Verb(
        exports.VERB,
        gettext_lazy("Export"),
        "download",
        "export_leads",
        exports.run,
        _exported,
        form=_export_form,
        button=gettext_lazy("Make file"),
        order=40,
        finish=exports.finish,
        page="leads:exports",
        check=exports.check,
        check_size=exports.check_size,
    ),
)


def register() -> None:
    """Offer the verbs; called when the app is ready."""
    for verb in VERBS:
        deeds.register(verb)
