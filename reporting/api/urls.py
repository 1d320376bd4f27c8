"""API of reporting, below /api/v1/reports/."""

from typing import Any


app_name = "reporting-api"
urlpatterns: list[Any] = []
