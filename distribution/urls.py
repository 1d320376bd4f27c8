"""Pages of distribution, below /w/<workspace>/."""

from django.urls import URLPattern


app_name = "distribution"
urlpatterns: list[URLPattern] = []
