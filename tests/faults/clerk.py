"""A process inside a running copy that does one command after another: Django's start takes longer than most of them.

It runs what ``manage.py`` would, by the same code, and closes its connections after each.
"""

import contextlib
import io
import json
import selectors
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management import execute_from_command_line


BASE = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(slots=True)
class Clerk:
    """The process, started when it is first asked."""

    env: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, arguments: Sequence[str]) -> Done:
        """Do one command as ``manage.py`` would.

        Raises: TimeoutError if it takes longer than anything should, EOFError if the process died over it.
        """
        with self._lock:
            process = self._running()
            assert process.stdin
            process.stdin.write(json.dumps(list(arguments)).encode() + b"\n")
            process.stdin.flush()
            return Done(**json.loads(self._answer(process)))

    def dismiss(self) -> None:
        """End the process."""
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "tests.faults.clerk"],
                    cwd=BASE,
                    env={**self.env, "DJANGO_SETTINGS_MODULE": "leadcrm.settings"},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    start_new_session=True,
                )
        return self.process

    def _answer(self, process: subprocess.Popen[bytes]) -> bytes:
        assert process.stdout
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            if not selector.select(PATIENCE_SECONDS):
                self.dismiss()
                raise TimeoutError(f"no answer within {PATIENCE_SECONDS} s; {self.log} may say why")
        if line := process.stdout.readline():
            return line
        raise EOFError(f"the clerk died; {self.log} may say why")


def serve() -> None:
    """Do what each line of standard input asks, and answer with a line."""
    answers = sys.stdout
    for line in sys.stdin:
        out, err, code = io.StringIO(), io.StringIO(), 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                execute_from_command_line(["manage.py", *json.loads(line)])
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
            except Exception:  # noqa: BLE001 - whatever the command raised is its answer
                traceback.print_exc()
                code = 1
        done = {"returncode": code, "stdout": out.getvalue(), "stderr": err.getvalue()}
        answers.write(json.dumps(done) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve()
