"""Public addresses of capture: hosted forms."""

from django.urls import URLPattern


app_name = "public"
urlpatterns: list[URLPattern] = []
