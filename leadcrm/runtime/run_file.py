"""The addresses of the running servers, for commands in a second terminal (see ``leadcrm.environment``)."""

import json
import os
from collections.abc import Mapping

from leadcrm.runtime.home import Home, write_private


# Tells values taken over from this file apart from values that somebody set.
ADOPTED = "LEADCRM_FROM_RUN_FILE"


def write_run_file(home: Home, values: Mapping[str, str]) -> None:
    """Write the addresses down."""
    write_private(home.run_file, json.dumps({**values, ADOPTED: json.dumps(values)}, indent=1))


def forget_run_file() -> None:
    """Drop what the settings took over from a killed run's file: its servers are gone.

    Without this a start after ``kill -9`` would believe that outside servers were named.
    """
    for name, value in json.loads(os.environ.pop(ADOPTED, "{}")).items():
        if os.environ.get(name) == value:
            del os.environ[name]
