"""API of nurturing, below /api/v1/."""

from django.urls import path

from nurturing.api import content, enrollments, workflows


app_name = "nurturing-api"
urlpatterns = [
    path("content/", content.Content.as_view(), name="content"),
    path("content/<uuid:public_id>/", content.ContentDetail.as_view(), name="piece"),
    path("enrollments/", enrollments.Enrollments.as_view(), name="enrollments"),
    path("enrollments/<uuid:public_id>/", enrollments.EnrollmentDetail.as_view(), name="enrollment"),
    path("enrollments/<uuid:public_id>/leave/", enrollments.EnrollmentLeave.as_view(), name="leave"),
    path("leads/<uuid:public_id>/enroll/", enrollments.LeadEnroll.as_view(), name="enroll"),
    path("workflows/", workflows.Workflows.as_view(), name="workflows"),
    path("workflows/<uuid:public_id>/", workflows.WorkflowDetail.as_view(), name="workflow"),
    path("workflows/<uuid:public_id>/draft/", workflows.WorkflowDraft.as_view(), name="workflow-draft"),
    path("workflows/<uuid:public_id>/publish/", workflows.WorkflowPublish.as_view(), name="workflow-publish"),
    path(
        "workflows/<uuid:public_id>/activate/", workflows.WorkflowActivate.as_view(), name="workflow-activate"
    ),
    path("workflows/<uuid:public_id>/pause/", workflows.WorkflowPause.as_view(), name="workflow-pause"),
    path("workflows/<uuid:public_id>/resume/", workflows.WorkflowResume.as_view(), name="workflow-resume"),
    path("workflows/<uuid:public_id>/archive/", workflows.WorkflowArchive.as_view(), name="workflow-archive"),
    path(
        "workflows/<uuid:public_id>/duplicate/",
        workflows.WorkflowDuplicate.as_view(),
        name="workflow-duplicate",
    ),
    path("workflows/<uuid:public_id>/dry-run/", workflows.WorkflowDryRun.as_view(), name="workflow-dry-run"),
]
