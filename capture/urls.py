"""Pages of capture, below /w/<workspace>/."""

from django.urls import URLPattern, path

from capture.views import forms, hooks, imports, inbox, mail, tracking


app_name = "capture"
urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>/accept/", inbox.accept, name="accept"),
    path("inbox/<int:pk>/spam/", inbox.spam, name="spam"),
    path("inbox/<int:pk>/undo-spam/", inbox.undo_spam, name="undo-spam"),
    path("inbox/<int:pk>/replay/", inbox.replay, name="replay"),
    path("inbox/<int:pk>/files/<int:place>/", mail.file, name="mail-file"),
    path("settings/email-in/", mail.email_in, name="email-in"),
    path("settings/tracking/", tracking.tracking_page, name="tracking"),
    path("settings/tracking/waiting/", tracking.waiting, name="tracking-waiting"),
    path("leads/<int:pk>/touches/", tracking.lead_touches, name="lead-touches"),
    path("forms/", forms.form_list, name="forms"),
    path("forms/create/", forms.create, name="create-form"),
    path("forms/<int:pk>/", forms.detail, name="form"),
    path("forms/<int:pk>/publish/", forms.publish, name="publish-form"),
    path("forms/<int:pk>/close/", forms.close, name="close-form"),
    path("forms/<int:pk>/preview/", forms.preview, name="preview-form"),
    path("forms/<int:pk>/waiting/", forms.waiting, name="form-waiting"),
    path("forms/<int:pk>/texts/", forms.texts, name="form-texts"),
    path("forms/<int:pk>/settings/", forms.settings, name="form-settings"),
    path("forms/<int:pk>/fields/", forms.add_field, name="add-field"),
    path("forms/<int:pk>/fields/<str:name>/", forms.field, name="form-field"),
    path("forms/<int:pk>/fields/<str:name>/move/", forms.move_field, name="move-field"),
    path("forms/<int:pk>/fields/<str:name>/remove/", forms.remove_field, name="remove-field"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/create/", imports.create, name="create-import"),
    path("imports/<int:pk>/map/", imports.map_columns, name="import-map"),
    path("imports/<int:pk>/preview/", imports.preview, name="import-preview"),
    path("imports/<int:pk>/mend/", imports.mend, name="mend-import"),
    path("imports/<int:pk>/discard/", imports.discard, name="discard-import"),
    path("imports/<int:pk>/start/", imports.start, name="start-import"),
    path("imports/<int:pk>/run/", imports.run, name="import-run"),
    path("imports/<int:pk>/steer/", imports.steer, name="steer-import"),
    path("imports/<int:pk>/undo/", imports.undo, name="undo-import"),
    path("imports/<int:pk>/errors/", imports.errors, name="import-errors"),
    path("hooks/", hooks.hook_list, name="hooks"),
    path("hooks/create/", hooks.create, name="create-hook"),
    path("hooks/<int:pk>/", hooks.detail, name="hook"),
    path("hooks/<int:pk>/waiting/", hooks.waiting, name="hook-waiting"),
    path("hooks/<int:pk>/settings/", hooks.settings, name="hook-settings"),
    path("hooks/<int:pk>/switch/", hooks.switch, name="switch-hook"),
    path("hooks/<int:pk>/mapping/", hooks.mapping, name="hook-mapping"),
    path("hooks/<int:pk>/preview/", hooks.preview, name="preview-hook"),
    path("hooks/<int:pk>/replay/", hooks.replay, name="replay-hook"),
]
