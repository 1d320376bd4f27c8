"""Many hands at once: what two people and a worker do in the same moment, each on a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from core.scope import workspace_scope


def together(workspace, *works):
    """Run each function in a thread, transaction and scope of its own, all started at one moment."""
    ready = Barrier(len(works))

    def run(work):
        try:
            ready.wait(timeout=20)
            with workspace_scope(workspace.pk):
                return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, work) for work in works]]
