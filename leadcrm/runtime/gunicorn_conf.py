"""gunicorn's settings, the same under the supervisor and in the container (``-c python:…``).

Threads, since most of a request is waiting for PostgreSQL; docs/adr/0010-web-server.md has the measurements.
"""

import os
import tempfile
from pathlib import Path


bind = f"{os.environ.get('LEADCRM_BIND') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
preload_app = True
keepalive = 5
timeout = 60
# Below the supervisor's and the container's own limit, so that an orderly stop is the rule.
graceful_timeout = 6
# Whatever leaks is gone some time; not in all processes at once.
max_requests = 5000
max_requests_jitter = 500
# Heartbeats of the processes: a disk that hangs must not look like a process that does.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir()  # noqa: S108
loglevel = "warning"
control_socket_disable = True
