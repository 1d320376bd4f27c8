"""Pages of leads, below /w/<workspace>/."""

from django.urls import path

from leads.views import (
    bulk,
    catalog,
    composer,
    consent,
    create,
    detail,
    facts,
    fields,
    history,
    lists,
    moves,
    rules,
    tasks,
)


app_name = "leads"
urlpatterns = [
    path("leads/", lists.lead_list, name="list"),
    path("leads/new/", create.create, name="create"),
    path("leads/assign/", bulk.assign, name="bulk-assign"),
    path("leads/assign/undo/<str:token>/", bulk.undo, name="bulk-undo"),
    path("leads/<int:pk>/", detail.show, name="detail"),
    path("leads/<int:pk>/timeline/", detail.timeline, name="timeline"),
    path("leads/<int:pk>/watch/", detail.watch, name="watch"),
    path("leads/<int:pk>/facts/<str:name>/", facts.edit, name="fact"),
    path("leads/<int:pk>/history/", history.history, name="history"),
    path("leads/<int:pk>/note/", composer.note, name="note"),
    path("leads/<int:pk>/call/", composer.call, name="call"),
    path("leads/<int:pk>/task/", composer.task, name="task"),
    path("leads/<int:pk>/tasks/<int:task>/finish/", tasks.finish, name="finish-task"),
    path("leads/<int:pk>/tasks/<int:task>/reopen/", tasks.reopen, name="reopen-task"),
    path("leads/<int:pk>/assign/", moves.assign, name="assign"),
    path("leads/<int:pk>/qualify/", moves.qualify, name="qualify"),
    path("leads/<int:pk>/close/", moves.close, name="close"),
    path("leads/<int:pk>/reopen/", moves.reopen, name="reopen"),
    path("leads/<int:pk>/consent/", consent.record, name="consent"),
    path("settings/catalog/", catalog.entry_list, {"kind": "sources"}, name="lists"),
    path("settings/catalog/rules/", rules.rule_list, name="rules"),
    path("settings/catalog/rules/new/", rules.edit_rule, name="create-rule"),
    path("settings/catalog/rules/<int:pk>/", rules.edit_rule, name="rule"),
    path("settings/catalog/rules/<int:pk>/toggle/", rules.toggle_rule, name="toggle-rule"),
    path("settings/catalog/rules/<int:pk>/move/", rules.move_rule, name="move-rule"),
    path("settings/catalog/<slug:kind>/", catalog.entry_list, name="catalog"),
    path("settings/catalog/<slug:kind>/new/", catalog.edit_entry, name="create-entry"),
    path("settings/catalog/<slug:kind>/<int:pk>/", catalog.edit_entry, name="entry"),
    path("settings/catalog/<slug:kind>/<int:pk>/toggle/", catalog.toggle_entry, name="toggle-entry"),
    path("settings/fields/", fields.field_list, name="fields"),
    path("settings/fields/new/", fields.edit_field, name="create-field"),
    path("settings/fields/<int:pk>/", fields.edit_field, name="field"),
    path("settings/fields/<int:pk>/toggle/", fields.toggle_field, name="toggle-field"),
]
