"""API of messaging, below /api/v1/."""

from typing import Any


app_name = "messaging-api"
urlpatterns: list[Any] = []
