"""Shapes of nurturing on the API: one output per resource."""

from typing import Any

from rest_framework import serializers

from leads.api.serializers import Strict
from leads.choices import Phase
from nurturing.choices import ContentFormat, EnrollmentState, LeaveReason, Reentry, WorkflowState
from nurturing.engine.outline import MAX_STEPS


class WorkflowOut(serializers.Serializer[Any]):
    """A workflow; what it says is in its draft and its live version."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    description = serializers.CharField()
    state = serializers.ChoiceField(choices=WorkflowState.choices)
    position = serializers.IntegerField()
    track = serializers.CharField()
    is_default = serializers.BooleanField()


class FaultOut(serializers.Serializer[Any]):
    """What keeps an outline from being run."""

    path = serializers.CharField()
    step = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class VersionOut(serializers.Serializer[Any]):
    """One text of a workflow; the draft (not published yet) lists its faults."""

    number = serializers.IntegerField()
    entry = serializers.JSONField()
    reentry = serializers.ChoiceField(choices=Reentry.choices)
    reentry_days = serializers.IntegerField()
    exit_condition = serializers.JSONField()
    steps = serializers.ListField(child=serializers.DictField())
    published_at = serializers.DateTimeField(allow_null=True)
    faults = FaultOut(many=True)


class WorkflowIn(Strict):
    """What a workflow is called and which nurture track it serves."""

    name = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    track = serializers.SlugField(max_length=60, required=False, allow_blank=True, default="")


class OutlineIn(Strict):
    """What the draft says from now on; steps with faults are kept, and refused only on publishing."""

    steps = serializers.ListField(child=serializers.DictField(), max_length=MAX_STEPS)
    entry = serializers.DictField(required=False, default=dict)
    exit_condition = serializers.DictField(required=False, default=dict)
    reentry = serializers.ChoiceField(choices=Reentry.choices, required=False, default=Reentry.NEVER)
    reentry_days = serializers.IntegerField(min_value=1, max_value=3650, required=False, default=180)


class ActivatedOut(WorkflowOut):
    """The workflow, and the job that lets in the leads there are."""

    job = serializers.UUIDField(allow_null=True)


class DryRunOut(serializers.Serializer[Any]):
    """Who would enter now, who not and why; ids are those of leads, at most 200 of them.

    Of a paused workflow by its live version, since activating goes on with that. At most 50,000 of Marketing's
    ``total`` leads are ``looked_at``.
    """

    at = serializers.DateTimeField()
    entering = serializers.IntegerField()
    leads = serializers.ListField(child=serializers.UUIDField())
    refused = serializers.DictField(child=serializers.IntegerField())
    looked_at = serializers.IntegerField()
    total = serializers.IntegerField()


class EnrollmentOut(serializers.Serializer[Any]):
    """One lead on its way through a workflow."""

    id = serializers.UUIDField(source="public_id")
    lead = serializers.UUIDField(source="lead.public_id")
    workflow = serializers.UUIDField(source="workflow.public_id")
    version = serializers.IntegerField(source="version.number")
    state = serializers.ChoiceField(choices=EnrollmentState.choices)
    step = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    entered_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.ChoiceField(choices=LeaveReason.choices, allow_blank=True)
    note = serializers.CharField()


class EnrollIn(Strict):
    """Which workflow the lead is put into."""

    workflow = serializers.UUIDField()


class ContentOut(serializers.Serializer[Any]):
    """A piece of content; mails link to it as ``content:<slug>``."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    topic = serializers.CharField(source="topic.slug", allow_null=True, default=None)
    phase = serializers.ChoiceField(choices=Phase.choices, allow_blank=True)
    format = serializers.ChoiceField(choices=ContentFormat.choices)
    language = serializers.CharField()
    url = serializers.CharField()
    is_active = serializers.BooleanField()


class ContentIn(Strict):
    """What a piece of content is; ``topic`` by slug, null for none."""

    title = serializers.CharField(max_length=200)
    url = serializers.CharField(max_length=500)
    slug = serializers.SlugField(max_length=80, required=False)
    summary = serializers.CharField(max_length=500, required=False, allow_blank=True)
    topic = serializers.SlugField(max_length=60, required=False, allow_null=True)
    phase = serializers.ChoiceField(choices=Phase.choices, required=False, allow_blank=True)
    format = serializers.ChoiceField(choices=ContentFormat.choices, required=False)
    language = serializers.CharField(max_length=10, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)
