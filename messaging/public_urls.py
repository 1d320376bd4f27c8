"""Addresses of messaging that anybody may open: clicks, unsubscribing, preferences."""

from django.urls import path

from messaging.views import public


app_name = "messages"
urlpatterns = [
    path("c/<str:token>", public.click, name="click"),
    path("u/<str:token>", public.unsubscribe, name="unsubscribe"),
    path("p/<str:token>", public.preferences, name="preferences"),
]
