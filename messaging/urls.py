"""Pages of messaging, below /w/<workspace>/."""

from django.urls import path

from messaging.views import notifications, webhooks


app_name = "messaging"
urlpatterns = [
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
]
