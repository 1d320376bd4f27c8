"""What care a lead has, and whether any has none."""

from leadcrm import invariants
from nurturing.models import Care
from work.models import WorkItem


def care_of(lead):
    care = Care.objects.get(pk=lead.pk)
    return (care.kind, care.reason)


def broken(workspace):
    """Return the names of nurturing's checks that fail, once the pipeline has looked at all leads."""
    WorkItem.objects.filter(queue="lead").delete()
    return sorted({v.check for v in invariants.violations() if v.check.startswith("nurturing.")})
