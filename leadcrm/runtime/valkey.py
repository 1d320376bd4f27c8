"""The embedded Valkey: the broker's bell, kept in an append-only file."""

import os
import signal
import socket
from dataclasses import dataclass

from leadcrm.runtime import binaries
from leadcrm.runtime.child import Service
from leadcrm.runtime.home import Home, write_private
from leadcrm.runtime.secrets import Secrets


CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
daemonize no
loglevel warning
logfile ""
"""


@dataclass(slots=True)
class Valkey:
    """One broker and how to reach it; TCP, since Celery and Django spell socket addresses differently."""

    home: Home
    secrets: Secrets

    def prepare(self) -> None:
        """Write the configuration, on the former port when it is free."""
        self.home.valkey_data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.secrets.valkey_port = free_port(self.secrets.valkey_port)
        text = CONFIGURATION.format(
            port=self.secrets.valkey_port,
            password=self.secrets.valkey,
            folder=_quoted(str(self.home.valkey_data)),
        )
        write_private(self.home.valkey_data / "valkey.conf", text)

    def service(self) -> Service:
        """Return the server process to run."""
        return Service(
            name="valkey",
            argv=[binaries.valkey_server(), self.home.valkey_data / "valkey.conf"],
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            cwd=self.home.valkey_data,
            death=signal.SIGTERM,
            ready=self.is_ready,
        )

    def is_ready(self) -> bool:
        """Whether the server answers a ping with our password."""
        try:
            with socket.create_connection(("127.0.0.1", self.secrets.valkey_port), 1) as connection:
                connection.sendall(f"AUTH {self.secrets.valkey}\r\nPING\r\n".encode())
                return b"+OK" in connection.recv(64)
        except OSError:
            return False

    def url(self) -> str:
        """Return the broker's address."""
        return f"redis://:{self.secrets.valkey}@127.0.0.1:{self.secrets.valkey_port}/0"


def free_port(preferred: int = 0) -> int:
    """Return the preferred port if nobody listens there, else any free one."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
