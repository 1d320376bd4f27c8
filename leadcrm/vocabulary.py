"""Names of vocabularies in the API's document: where several resources have a field of one name, each has its own."""

NAMES = {
    "ActivityKindEnum": "leads.choices.ActivityKind",
    "AttemptOutcomeEnum": "messaging.choices.Outcome",
    "CallOutcomeEnum": "leads.choices.CallOutcome",
    "ChannelEnum": "leads.choices.Channel",
    "ClassificationKindEnum": "leads.models.ClassificationRule.Kind",
    "DealStateEnum": "conversion.choices.DealState",
    "EnrollmentStateEnum": "nurturing.choices.EnrollmentState",
    "GradeEnum": "leads.choices.Grade",
    "LightEnum": "leads.choices.Light",
    "HandOffStateEnum": "distribution.choices.HandOffState",
    "InquiryStateEnum": "capture.choices.InquiryState",
    "LeadStageEnum": "leads.choices.Stage",
    "MessageStateEnum": "messaging.choices.MessageState",
    "MeetingStateEnum": "scoring.choices.MeetingState",
    "ModelStateEnum": "scoring.choices.State",
    "ReviewKindEnum": "scoring.choices.ReviewKind",
    "TouchChannelEnum": "capture.choices.TouchChannel",
    "VerdictEnum": "scoring.choices.Verdict",
    "WorkStateEnum": "scoring.api.what_if_shapes.STATES",
    "WorkflowStateEnum": "nurturing.choices.WorkflowState",
}
