"""Pages of nurturing, below /w/<workspace>/."""

from django.urls import URLPattern, path

from nurturing.views import content, leads, outline, people, results, trial, waiting, workflows


app_name = "nurturing"
urlpatterns: list[URLPattern] = [
    path("content/", content.piece_list, name="content"),
    path("content/new/", content.edit_piece, name="create-piece"),
    path("content/map/", content.coverage_map, name="coverage"),
    path("content/brief/", content.brief, name="brief"),
    path("content/<int:pk>/", content.edit_piece, name="piece"),
    path("content/<int:pk>/archive/", content.archive_piece, name="archive-piece"),
    path("workflows/", workflows.workflow_list, name="workflows"),
    path("workflows/new/", workflows.create, name="create-workflow"),
    path("workflows/<int:pk>/edit/", outline.edit, name="edit-workflow"),
    path("workflows/<int:pk>/edit/entry/", outline.entry, name="entry"),
    path("workflows/<int:pk>/edit/leaving/", outline.leaving, name="leaving"),
    path("workflows/<int:pk>/steps/new/", outline.add_step, name="add-step"),
    path("workflows/<int:pk>/steps/restore/<str:token>/", outline.restore_step, name="restore-step"),
    path("workflows/<int:pk>/steps/<slug:step>/", outline.edit_step, name="step"),
    path("workflows/<int:pk>/steps/<slug:step>/move/", outline.move_step, name="move-step"),
    path("workflows/<int:pk>/steps/<slug:step>/delete/", outline.delete_step, name="delete-step"),
    path("workflows/<int:pk>/settings/", workflows.settings, name="workflow-settings"),
    path("workflows/<int:pk>/move/", workflows.move, name="move-workflow"),
    path("workflows/<int:pk>/dry-run/", trial.show, name="dry-run"),
    path("workflows/<int:pk>/activate/", trial.activate, name="activate"),
    path("workflows/<int:pk>/people/", people.show, name="people"),
    path("workflows/<int:pk>/stats/", results.stats, name="stats"),
    path("workflows/<int:pk>/history/", results.history, name="history"),
    path("workflows/<int:pk>/do/<slug:verb>/", workflows.verb, name="workflow-verb"),
    path("waiting/", waiting.show, name="waiting"),
    path("leads/<int:pk>/enroll/", leads.enroll, name="enroll"),
    path("enrollments/<int:pk>/leave/", people.leave, name="leave"),
    path("enrollments/<int:pk>/move-on/", people.move_on, name="move-on"),
]
