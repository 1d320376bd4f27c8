"""API of nurturing, below /api/v1/."""

from typing import Any


app_name = "nurturing-api"
urlpatterns: list[Any] = []
