"""Passwords of the embedded servers, made once and kept with the data they open."""

import json
import secrets
from dataclasses import asdict, dataclass, field

from leadcrm.runtime.home import Home, write_private


def _password() -> str:
    return secrets.token_urlsafe(24)


@dataclass(slots=True)
class Secrets:
    """What the next start of the same data folder must know again."""

    postgres: str = field(default_factory=_password)
    owner: str = field(default_factory=_password)
    app: str = field(default_factory=_password)
    valkey: str = field(default_factory=_password)
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    pg_data: str = ""
    valkey_port: int = 0

    def save(self, home: Home) -> None:
        """Keep the values for the next start."""
        write_private(home.secrets_file, json.dumps(asdict(self), indent=1))


def load(home: Home) -> Secrets:
    """Return the folder's secrets, new ones for a new folder."""
    if home.secrets_file.exists():
        return Secrets(**json.loads(home.secrets_file.read_text()))
    return Secrets(pg_data=str(home.pg_data))
