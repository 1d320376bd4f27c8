"""Pages of messaging, below /w/<workspace>/."""

from typing import Any


app_name = "messaging"
urlpatterns: list[Any] = []
