"""What the log and the jobs call things, in the reader's words; the codes themselves stay in data and API."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenants.choices import Role
from work import jobs
from work.models import Job


ACTIONS = {
    "absence.set": gettext_lazy("Absence set"),
    "absence.ended": gettext_lazy("Absence ended"),
    "api_key.created": gettext_lazy("API key created"),
    "api_key.revoked": gettext_lazy("API key revoked"),
    "source.added": gettext_lazy("Source added"),
    "source.changed": gettext_lazy("Source changed"),
    "campaign.added": gettext_lazy("Campaign added"),
    "campaign.changed": gettext_lazy("Campaign changed"),
    "campaign.costs": gettext_lazy("Costs of a campaign by day"),
    "topic.added": gettext_lazy("Topic added"),
    "topic.changed": gettext_lazy("Topic changed"),
    "product.added": gettext_lazy("Product added"),
    "product.changed": gettext_lazy("Product changed"),
    "fielddefinition.added": gettext_lazy("Field added"),
    "fielddefinition.changed": gettext_lazy("Field changed"),
    "classificationrule.added": gettext_lazy("Classification rule added"),
    "classificationrule.changed": gettext_lazy("Classification rule changed"),
    "content.added": gettext_lazy("Content added"),
    "content.changed": gettext_lazy("Content changed"),
    "form.closed": gettext_lazy("Form closed"),
    "form.created": gettext_lazy("Form created"),
    "form.published": gettext_lazy("Form published"),
    "hand_off.policy_changed": gettext_lazy("Clock and working hours changed"),
    "filter_rule.changed": gettext_lazy("Rule of the filter changed"),
    "filter_rule.created": gettext_lazy("Rule of the filter created"),
    "filter_rule.ordered": gettext_lazy("Rules of the filter put in order"),
    "filter_rule.removed": gettext_lazy("Rule of the filter removed"),
    "filter_rule.restored": gettext_lazy("Rule of the filter brought back"),
    "filter_rule.switched_off": gettext_lazy("Rule of the filter set aside"),
    "filter_rule.switched_on": gettext_lazy("Rule of the filter asked again"),
    "hook.made": gettext_lazy("Incoming webhook made"),
    "hook.secret_changed": gettext_lazy("Secret of an incoming webhook changed"),
    "hook.switched_off": gettext_lazy("Incoming webhook switched off"),
    "hook.switched_on": gettext_lazy("Incoming webhook switched on"),
    "import.started": gettext_lazy("Import started"),
    "import.undone": gettext_lazy("Import undone"),
    "invitation.revoked": gettext_lazy("Invitation revoked"),
    "lost_reason.added": gettext_lazy("Reason for loss added"),
    "lost_reason.offered": gettext_lazy("Reason for loss offered again"),
    "lost_reason.set_aside": gettext_lazy("Reason for loss set aside"),
    "lost_reason.renamed": gettext_lazy("Reason for loss renamed"),
    "mail_hook.made": gettext_lazy("Secret for reports on mails made"),
    "mail_hook.secret_turned": gettext_lazy("Secret for reports on mails turned"),
    "mailbox.changed": gettext_lazy("Mailbox changed"),
    "mailbox.made": gettext_lazy("Mailbox added"),
    "mailbox.removed": gettext_lazy("Mailbox removed"),
    "mailbox.switched_off": gettext_lazy("Mailbox switched off"),
    "mailbox.switched_on": gettext_lazy("Mailbox switched on"),
    "mail_door.made": gettext_lazy("Address for a mail provider made"),
    "mail_door.secret_changed": gettext_lazy("Secret of a mail provider changed"),
    "mail_door.switched_off": gettext_lazy("Address for a mail provider switched off"),
    "mail_door.switched_on": gettext_lazy("Address for a mail provider switched on"),
    "member.changed": gettext_lazy("Person changed"),
    "member.invited": gettext_lazy("Person invited"),
    "member.joined": gettext_lazy("Person joined"),
    "leads.exported": gettext_lazy("Leads exported"),
    "pipeline.added": gettext_lazy("Pipeline added"),
    "pipeline.renamed": gettext_lazy("Pipeline renamed"),
    "pipeline_stage.added": gettext_lazy("Pipeline stage added"),
    "pipeline_stage.changed": gettext_lazy("Pipeline stage changed"),
    "pipeline_stage.moved": gettext_lazy("Pipeline stage moved"),
    "pipeline_stage.removed": gettext_lazy("Pipeline stage removed"),
    "pool.changed": gettext_lazy("Pool changed"),
    "pool.created": gettext_lazy("Pool created"),
    "pool.deleted": gettext_lazy("Pool deleted"),
    "reason.changed": gettext_lazy("Reason to return changed"),
    "reason.created": gettext_lazy("Reason to return created"),
    "route.changed": gettext_lazy("Route changed"),
    "route.created": gettext_lazy("Route created"),
    "route.deleted": gettext_lazy("Route deleted"),
    "route.ordered": gettext_lazy("Routes put in order"),
    "message.marked_as_sent": gettext_lazy("Mail marked as sent"),
    "message.sent_again": gettext_lazy("Mail sent again"),
    "recipient.closed": gettext_lazy("Address closed"),
    "person.erased": gettext_lazy("Person erased"),
    "person.exported": gettext_lazy("Person's data exported"),
    "recipient.reopened": gettext_lazy("Address opened again"),
    "sending.changed": gettext_lazy("Sending changed"),
    "scoring.policy_changed": gettext_lazy("Publishing of scoring models changed"),
    "scoring.published": gettext_lazy("Scoring model published"),
    "review.alarm_changed": gettext_lazy("Learning alarm changed"),
    "scoring.sign_off_overridden": gettext_lazy("Scoring model published without both signatures"),
    "inference.added": gettext_lazy("Inference added"),
    "inference.changed": gettext_lazy("Inference changed"),
    "inference.deleted": gettext_lazy("Inference deleted"),
    "segment.added": gettext_lazy("Segment added"),
    "segment.changed": gettext_lazy("Segment changed"),
    "segment.deleted": gettext_lazy("Segment deleted"),
    "team.deleted": gettext_lazy("Team deleted"),
    "team.saved": gettext_lazy("Team saved"),
    "tracking.set_up": gettext_lazy("Tracking set up"),
    "tracking.changed": gettext_lazy("Tracking changed"),
    "webhook.changed": gettext_lazy("Webhook changed"),
    "webhook.created": gettext_lazy("Webhook added"),
    "webhook.deleted": gettext_lazy("Webhook deleted"),
    "webhook.secret_turned": gettext_lazy("Secret of a webhook turned"),
    "workflow.activated": gettext_lazy("Workflow activated"),
    "workflow.archived": gettext_lazy("Workflow archived"),
    "workflow.changed": gettext_lazy("Workflow renamed"),
    "workflow.created": gettext_lazy("Workflow made"),
    "workflow.made_default": gettext_lazy("Workflow made the default"),
    "workflow.ordered": gettext_lazy("Workflows put in order"),
    "workflow.paused": gettext_lazy("Workflow paused"),
    "workflow.published": gettext_lazy("Workflow published"),
    "workflow.restored": gettext_lazy("Workflow taken up again"),
    "workflow.resumed": gettext_lazy("Workflow resumed"),
    "workspace.changed": gettext_lazy("Workspace changed"),
    "workspace.created": gettext_lazy("Workspace created"),
}
DETAILS = {
    "based_on": gettext_lazy("based on"),
    "condition": gettext_lazy("condition"),
    "count": gettext_lazy("leads"),
    "fields": gettext_lazy("fields"),
    "format": gettext_lazy("format"),
    "from": gettext_lazy("from"),
    "members": gettext_lazy("turns"),
    "order": gettext_lazy("order"),
    "role": gettext_lazy("role"),
    "scopes": gettext_lazy("scopes"),
    "team": gettext_lazy("team"),
    "until_on": gettext_lazy("until"),
    "to": gettext_lazy("to"),
}
JOBS = {
    "rescore": gettext_lazy("Score all leads"),
    "rescore_nightly": gettext_lazy("Score all leads, nightly"),
    "learning": gettext_lazy("Learn from outcomes"),
    "learning_nightly": gettext_lazy("Learn from outcomes, nightly"),
    "import": gettext_lazy("Import leads"),
}
QUEUES = {
    "lead": gettext_lazy("Lead"),
    "enrollment": gettext_lazy("Step of a workflow"),
    "guard": gettext_lazy("Watch over bounces"),
    "inquiry": gettext_lazy("Inquiry"),
    "sla": gettext_lazy("Response clock"),
    "resume": gettext_lazy("Recycled lead"),
    "rescore": gettext_lazy("Scoring"),
    "learn": gettext_lazy("Learning from outcomes"),
    "nightly": gettext_lazy("Nightly scoring"),
    "job": gettext_lazy("Job"),
    "segment": gettext_lazy("Segment"),
    "message": gettext_lazy("Service mail"),
    "mailing": gettext_lazy("Marketing mail"),
    "notice": gettext_lazy("Notification by mail"),
    "reminder": gettext_lazy("Reminder of a task"),
    "click": gettext_lazy("Click"),
    "visit": gettext_lazy("Visit to the website"),
    "mailbox": gettext_lazy("Mailbox"),
    "webhook": gettext_lazy("Webhook"),
}
LONGEST = 80


def action(code: str) -> str:
    """Say what was done; a code nobody put into words stands for itself."""
    return str(ACTIONS.get(code, code))


def job(made: Job) -> str:
    """Name a job: as its kind does, where one is registered."""
    kind = jobs.kind_of(made)
    return str(kind.title(made) if kind else JOBS.get(made.kind, made.kind))


def queue(name: str) -> str:
    """Name what a queue's items are."""
    return str(QUEUES.get(name, name))


def details(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what else is known of an act, empty values left out."""
    for key, value in data.items():
        if value not in (None, "", [], {}):
            yield f"{DETAILS.get(key, key.replace('_', ' '))}: {_value(key, value)}"


def _value(key: str, value: object) -> str:
    if key == "role" and value in Role.values:
        return str(Role(value).label)
    if key == "members" and isinstance(value, dict):
        return ngettext("%(count)d person", "%(count)d people", len(value)) % {"count": len(value)}
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return ", ".join(map(str, value))
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"
