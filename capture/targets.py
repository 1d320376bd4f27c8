"""What a value from outside may become, for pages on which a person says so: the facts of a lead's sheet, in groups."""

from collections.abc import Collection, Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leads import factsheet
from leads.factsheet import Fact
from leads.models import FieldDefinition


Options = Sequence[tuple[str, str | Promise]]
Group = tuple[str | Promise, Options]
FULL_NAME = ("full_name", _("Full name"))
TIME_ZONE = ("time_zone", _("Time zone"))
TOPICS = ("topics", _("Topic"))
EXTERNAL_ID = ("external_id", _("ID in the other system"))
# The sheet calls it "Name", which only its group makes plain.
COMPANY_NAME = ("company", _("Company"))


def named(facts: Iterable[Fact], *, without: Collection[str] = ()) -> Options:
    """Return the facts as options, called as on the lead's sheet."""
    return tuple((fact.name, fact.label) for fact in facts if fact.name not in without)


COMPANY: Group = (_("Company"), (COMPANY_NAME, *named(factsheet.COMPANY, without={"company"})))


def with_own_fields(groups: Sequence[Group]) -> list[Group]:
    """Return the groups, and the workspace's own fields if it has any. Queries: one."""
    own = FieldDefinition.objects.filter(is_active=True).exclude(category="outcome")
    fields = [(f"custom.{field.key}", field.label) for field in own.order_by("position", "pk")]
    return [*groups, (_("Own fields"), fields)] if fields else list(groups)
