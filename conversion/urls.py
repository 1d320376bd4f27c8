"""Pages of conversion, below /w/<workspace>/."""

from django.urls import URLPattern


app_name = "conversion"
urlpatterns: list[URLPattern] = []
