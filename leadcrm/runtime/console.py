"""One stream of prefixed lines out of many children, read without threads.

A single thread matters: Linux ties the parent-death signal to the parent *thread*, and forking beside running
threads can deadlock the child.
"""

import os
import selectors
import subprocess
import sys
from typing import IO, TextIO


NAME_WIDTH = 8
COLORS = {"up": 37, "postgres": 34, "valkey": 35, "web": 32, "worker": 36, "beat": 33}


class Console:
    """Writes ``name | line`` for each line of each attached pipe.

    ``sink`` is where children write: a pipe that ``pump`` reads, or an open file for callers that never pump.
    """

    def __init__(
        self,
        stream: TextIO | None = None,
        *,
        colored: bool | None = None,
        sink: int | IO[bytes] = subprocess.PIPE,
    ) -> None:
        self.stream = stream or sys.stdout
        self.sink = sink
        self.colored = self.stream.isatty() if colored is None else colored
        self.selector = selectors.DefaultSelector()
        self.rest: dict[int, bytes] = {}

    def say(self, line: str, *, name: str = "up") -> None:
        """Write one line; a reader that went away is no reason to stop."""
        label = f"{name:<{NAME_WIDTH}}|"
        if self.colored:
            label = f"\x1b[{COLORS.get(name, 37)}m{label}\x1b[0m"
        try:
            self.stream.write(f"{label} {line}\n")
            self.stream.flush()
        except (BrokenPipeError, ValueError):
            return

    def attach(self, name: str, pipe: IO[bytes]) -> None:
        """Read this pipe from now on."""
        os.set_blocking(pipe.fileno(), False)
        self.rest[pipe.fileno()] = b""
        self.selector.register(pipe, selectors.EVENT_READ, name)

    def pump(self, seconds: float) -> None:
        """Pass on what the children write, for at most so long."""
        for key, _ in self.selector.select(seconds):
            try:
                chunk = os.read(key.fd, 65_536)
            except BlockingIOError:
                continue
            self._take(key, chunk)

    def _take(self, key: selectors.SelectorKey, chunk: bytes) -> None:
        *lines, self.rest[key.fd] = (self.rest[key.fd] + chunk).split(b"\n")
        if not chunk and self.rest[key.fd]:
            lines.append(self.rest[key.fd])
        for line in lines:
            self.say(line.decode(errors="replace").rstrip("\r"), name=key.data)
        if not chunk:
            del self.rest[key.fd]
            self.selector.unregister(key.fileobj)
            key.fileobj.close()  # type: ignore[union-attr]
