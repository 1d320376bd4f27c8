"""Load a scoring model from a file as the draft, and publish it if asked."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from core.api import load_json
from core.commands import JsonCommand
from core.scope import workspace_scope
from scoring.engine import document as documents
from scoring.services import chunks, drafts, publish
from tenants.models import Workspace
from tenants.services.finding import workspace_named
from work import claim
from work.models import Job


MAX_BYTES = 2_000_000
PATIENCE_SECONDS = 900


class Command(JsonCommand):
    help = "Load a scoring model (docs/scoring.md) as the draft; --publish makes it live and rescores every lead."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug")
        parser.add_argument("model", type=Path)
        parser.add_argument("--publish", action="store_true")

    def run(self, *, slug: str, model: Path, publish: bool, **_: Any) -> dict[str, Any]:
        workspace = workspace_named(slug)
        document = _document(model)
        with workspace_scope(workspace.pk):
            draft = drafts.save(document=document, by=None, at=timezone.now())
            # The file replaces whatever draft there was, so it follows what is live now.
            draft = drafts.rebase(by=None, at=timezone.now())
            models = documents.models_of(document)
            groups = [group for model in models for group in model["groups"]]
            result = {
                "state": draft.state,
                "models": len(models),
                "criteria": sum(len(group.get("criteria", [])) for group in groups),
            }
            job = _publish() if publish else None
        if job is None:
            return result | {"version": None}
        done = _finish(workspace, job)
        return result | {"state": "published", "version": done.params["version"], "rescored": done.finished}


def _document(path: Path) -> Any:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=2) from error
    if len(raw) > MAX_BYTES:
        raise CommandError(f"{path}: larger than {MAX_BYTES} bytes", returncode=2)
    try:
        return load_json(raw)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path}: not JSON that can be read: {error}", returncode=2) from error


def _publish() -> Job:
    # Whoever runs commands on the server answers for both sides.
    return publish.publish(by=None, at=timezone.now(), override_reason="load_scoring")[1]


def _finish(workspace: Workspace, job: Job) -> Job:
    """Do the chunks here too, beside whatever workers run, and wait until all are done."""
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE_SECONDS:
        claim.drain(chunks.QUEUE, chunks.run, limit=1)
        with workspace_scope(workspace.pk):
            job.refresh_from_db()
        if job.state != Job.State.RUNNING:
            break
        time.sleep(0.2)
    return job
