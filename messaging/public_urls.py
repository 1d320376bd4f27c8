"""Addresses of messaging that anybody may open: clicks, unsubscribing, preferences, what providers post."""

from django.urls import path

from messaging.views import hooks, public


app_name = "messages"
urlpatterns = [
    path("c/<str:token>", public.click, name="click"),
    path("u/<str:token>", public.unsubscribe, name="unsubscribe"),
    path("p/<str:token>", public.preferences, name="preferences"),
    path("hooks/mail/<str:token>/", hooks.mail, name="mail-hook"),
]
