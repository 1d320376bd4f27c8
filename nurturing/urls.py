"""Pages of nurturing, below /w/<workspace>/."""

from typing import Any


app_name = "nurturing"
urlpatterns: list[Any] = []
