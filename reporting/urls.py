"""Pages of reporting, below /w/<workspace>/reports/."""

from typing import Any


app_name = "reporting"
urlpatterns: list[Any] = []
