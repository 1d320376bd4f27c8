"""Addresses of messaging that anybody may open: clicks, unsubscribing, preferences."""

from typing import Any


app_name = "messages"
urlpatterns: list[Any] = []
