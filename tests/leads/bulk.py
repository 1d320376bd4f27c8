"""What bulk verbs did to three leads."""

from leads.models import Lead


LIST = "/w/acme/leads/"
BULK = f"{LIST}bulk/"


def tags():
    return {lead.first_name: lead.tags for lead in Lead.objects.all()}
