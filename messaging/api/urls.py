"""API of messaging, below /api/v1/."""

from django.urls import path

from messaging.api import messages, templates, webhooks


app_name = "messaging-api"
urlpatterns = [
    path("messages/", messages.Messages.as_view(), name="messages"),
    path("messages/<uuid:public_id>/", messages.MessageDetail.as_view(), name="message"),
    path("templates/", templates.Templates.as_view(), name="templates"),
    path("templates/<uuid:public_id>/", templates.TemplateDetail.as_view(), name="template"),
    path("webhooks/", webhooks.Webhooks.as_view(), name="webhooks"),
    path("webhooks/<uuid:public_id>/", webhooks.WebhookDetail.as_view(), name="webhook"),
    path("webhooks/<uuid:public_id>/deliveries/", webhooks.Deliveries.as_view(), name="deliveries"),
    path("webhooks/<uuid:public_id>/resend/", webhooks.Resend.as_view(), name="resend"),
]
