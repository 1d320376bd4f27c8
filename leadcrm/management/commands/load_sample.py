"""Load two invented workspaces to look around in."""

from typing import Any

from django.utils import timezone

from core.commands import JsonCommand
from leadcrm.sample import load


class Command(JsonCommand):
    help = "Load two sample workspaces; does nothing if they are there."

    def run(self, **_: Any) -> dict[str, Any]:
        is_new = not load.is_loaded()
        if is_new:
            load.load(now=timezone.now())
        return {"loaded": is_new, "sign_ins": load.sign_ins()}

    def print_result(self, result: dict[str, Any]) -> None:
        self.stdout.write("Loaded." if result["loaded"] else "The sample is there already.")
        for entry in result["sign_ins"]:
            self.stdout.write(
                f"  {entry['workspace']:<10} {entry['role']:<9} {entry['email']:<32} {entry['password']}"
            )
