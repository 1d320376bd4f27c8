"""Files of leads for tests: brought in by the service or by the page, and worked on as a worker would."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from capture.import_choices import Basis, Origin
from capture.models import Import
from capture.services import import_drafts, import_files, import_run
from capture.services.import_drafts import Told
from work import jobs
from work.models import Job


FAIR = """Nombre,Apellidos,Correo,Empresa,Estancias
Ana,Ruiz,ana@sol.es,Reformas Sol,3
Bea,Gil,bea@luna.es,Obras Luna,4
Carlos,Mas,carlos,Cocinas Mas,2
Bea,Gil,bea@luna.es,Obras Luna S.L.,4
"""
COLUMNS = {
    "Nombre": "first_name",
    "Apellidos": "last_name",
    "Correo": "email",
    "Empresa": "company",
}


def upload(text: str = FAIR, name: str = "fair.csv") -> SimpleUploadedFile:
    """Return a file as a browser posts it."""
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def bring_in(text: str = FAIR, *, by: int, file_name: str = "fair.csv", **told: Any) -> Import:
    """Bring a file in, its columns guessed."""
    said = {"name": "Fair", "origin": Origin.EVENT, "basis": Basis.UNKNOWN, **told}
    return import_drafts.create(
        kept=import_files.keep(upload(text, file_name)),
        file_name=file_name,
        told=Told(**said),
        by=by,
        at=timezone.now(),
    )


def ready(
    text: str = FAIR, *, by: int, policy: str = "fill", columns: Any = None, own: Any = None, **told: Any
) -> Import:
    """Bring a file in and say which column is what."""
    return import_drafts.map_columns(
        batch=bring_in(text, by=by, **told),
        columns=columns or COLUMNS,
        own=own or {},
        policy=policy,
        constants={},
        by=by,
        at=timezone.now(),
    )


def imported(text: str = FAIR, *, by: int, **options: Any) -> Import:
    """Bring a file in and run it to its end."""
    batch = ready(text, by=by, **options)
    import_run.start(batch=batch, by=by, at=timezone.now())
    work()
    return now(batch)


def work(steps: int = 1000) -> None:
    """Do what a worker would: the next steps of every job, at most so many."""
    for _step in range(steps):
        waiting = list(Job.objects.filter(state=Job.State.RUNNING).values_list("pk", flat=True))
        if not waiting:
            return
        jobs.run(keys=waiting, at=timezone.now())


def now(batch: Import) -> Import:
    """Return the import as it is stored."""
    return Import.objects.get(pk=batch.pk)
