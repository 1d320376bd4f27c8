"""Pages of messaging, below /w/<workspace>/."""

from django.urls import path

from messaging.views import inbound, notifications, outbox, previews, sending, templates, webhooks


app_name = "messaging"
urlpatterns = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.detail, name="message"),
    path("outbox/<int:pk>/preview/", outbox.preview, name="message-preview"),
    path("outbox/<int:pk>/sent/", outbox.mark_as_sent, name="mark-as-sent"),
    path("outbox/<int:pk>/again/", outbox.send_again, name="send-again"),
    path("settings/sending/", sending.policy, name="sending"),
    path("settings/sending/test/", sending.send_test, name="send-test"),
    path("settings/sending/closed/", sending.blocked, name="blocked"),
    path("settings/sending/closed/<int:pk>/reopen/", sending.reopen, name="reopen-address"),
    path("settings/sending/events/", inbound.events, name="mail-events"),
    path("settings/sending/events/secret/", inbound.turn_secret, name="turn-mail-secret"),
    path("notifications/", notifications.notice_list, name="notices"),
    path("notifications/bell/", notifications.bell, name="bell"),
    path("notifications/read/", notifications.read_all, name="read-notices"),
    path("notifications/<int:pk>/", notifications.follow, name="follow-notice"),
    path("settings/notifications/", notifications.choices, name="notice-choices"),
    path("settings/webhooks/", webhooks.endpoint_list, name="webhooks"),
    path("settings/webhooks/new/", webhooks.create, name="create-webhook"),
    path("settings/webhooks/<int:pk>/", webhooks.detail, name="webhook"),
    path("settings/webhooks/<int:pk>/edit/", webhooks.edit, name="edit-webhook"),
    path("settings/webhooks/<int:pk>/switch/", webhooks.switch, name="switch-webhook"),
    path("settings/webhooks/<int:pk>/rotate/", webhooks.rotate, name="rotate-webhook"),
    path("settings/webhooks/<int:pk>/test/", webhooks.test, name="test-webhook"),
    path("settings/webhooks/<int:pk>/resend/", webhooks.resend, name="resend-webhook"),
    path("settings/webhooks/<int:pk>/delete/", webhooks.delete, name="delete-webhook"),
    path("templates/", templates.template_list, name="templates"),
    path("templates/create/", templates.create, name="create-template"),
    path("templates/<int:pk>/", templates.detail, name="template"),
    path("templates/<int:pk>/settings/", templates.settings, name="template-settings"),
    path("templates/<int:pk>/duplicate/", templates.duplicate, name="duplicate-template"),
    path("templates/<int:pk>/archive/", templates.archive, name="archive-template"),
    path("templates/<int:pk>/<slug:language>/", templates.edit, name="template-text"),
    path("templates/<int:pk>/<slug:language>/discard/", templates.discard, name="discard-template"),
    path("templates/<int:pk>/<slug:language>/test/", previews.send_test, name="test-template"),
    path("templates/<int:pk>/<slug:language>/versions/", templates.history, name="template-history"),
    path(
        "templates/<int:pk>/<slug:language>/versions/<int:number>/", previews.preview, name="template-preview"
    ),
    path(
        "templates/<int:pk>/<slug:language>/versions/<int:number>/restore/",
        templates.restore,
        name="restore-template",
    ),
]
