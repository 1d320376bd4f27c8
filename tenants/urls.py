"""Pages of tenants, below /w/<workspace>/."""

from django.urls import path

from tenants.views import api_keys, jobs, members, operations, search, settings


app_name = "tenants"
urlpatterns = [
    path("search/", search.search, name="search"),
    path("settings/", settings.index, name="settings"),
    path("settings/profile/", settings.profile, name="profile"),
    path("settings/workspace/", settings.workspace_settings, name="workspace"),
    path("settings/members/", members.member_list, name="members"),
    path("settings/members/invite/", members.invite, name="invite"),
    path("settings/members/<int:pk>/", members.edit_member, name="member"),
    path("settings/invitations/<int:pk>/revoke/", members.revoke_invitation, name="revoke_invitation"),
    path("settings/teams/new/", members.edit_team, name="create_team"),
    path("settings/teams/<int:pk>/", members.edit_team, name="team"),
    path("settings/teams/<int:pk>/delete/", members.delete_team, name="delete_team"),
    path("settings/api/", api_keys.key_list, name="api_keys"),
    path("settings/api/new/", api_keys.create_key, name="create_api_key"),
    path("settings/api/<int:pk>/revoke/", api_keys.revoke_key, name="revoke_api_key"),
    path("settings/audit/", operations.audit_log, name="audit"),
    path("settings/work/", operations.stuck_work, name="work"),
    path("settings/work/retry/", operations.retry_work, name="retry_work"),
    path("jobs/tray/", jobs.tray, name="jobs-tray"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/pause/", jobs.pause, name="pause-job"),
    path("jobs/<int:pk>/resume/", jobs.resume, name="resume-job"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="cancel-job"),
]
