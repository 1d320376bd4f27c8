"""The whole API as a program meets it that knows nothing but the OpenAPI document: schemathesis writes the requests.

Half of them keep to the document and half break it. Whatever comes, nothing is a fault of ours, and every answer is
one that the document describes. The record in an address is a real one as often as an invented one.
"""

import json
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import requests
import schemathesis
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode, Response
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup

from tests.architecture.callers import ENTRIES, program, undone
from tests.architecture.samples import sample_of
from tests.architecture.world import World, inside
from tests.clients import JsonClient
from tests.factories import tenants as people


# More finds no more: each operation is met by ten requests, and all of it within a minute.
EXAMPLES = 5
SEED = 20261122
GENERATED = settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
# Ours are stricter (who may what: tests/architecture/test_access.py), or the document cannot say them: that a source
# must exist, that a lead must be qualified first; that a parameter nobody knows is passed over, and that whatever the
# public sends is kept for a person to judge (I4).
OURS = {"ignored_auth", "positive_data_acceptance", "negative_data_rejection"}
PROBLEM = "application/problem+json"


class Program:
    """Sends cases to Acme; all that one changes is undone before the next."""

    def __init__(self, world: World) -> None:
        load_all_checks()
        self.world = world
        self.client: JsonClient = program(people.make_api_key(world.workspace))
        self.names = {_shape(entry.path): entry.name for entry in ENTRIES}
        self.answers = 0
        self.faults: dict[str, str] = {}
        self.checks = [check for check in CHECKS.get_all() if check.__name__ not in OURS]

    def try_out(self, operation: APIOperation, mode: GenerationMode) -> None:
        """Send all the cases of one operation that follow the document, or that break it."""
        with undone(), inside(self.world):
            names = sample_of(self.names[_shape(operation.path)], self.world).kwargs.values()

            @seed(SEED)
            @GENERATED
            @given(case=operation.as_strategy(generation_mode=mode), is_real=st.booleans())
            def run(case: Case, *, is_real: bool) -> None:
                if is_real:
                    case.path_parameters.update(zip(case.path_parameters, map(str, names), strict=False))
                with undone():
                    self.judge(case, self.send(case))

            run()

    def send(self, case: Case) -> HttpResponse:
        """Send one request as it was written, but for the key, which is ours."""
        parts = case.as_transport_kwargs()
        said = {name: _text(value) for name, value in dict(parts["headers"]).items()}
        kind = next(
            (said.pop(name) for name in list(said) if name.lower() == "content-type"), "application/json"
        )
        said.pop("Authorization", None)
        body = json.dumps(parts["json"]) if parts.get("json") is not None else parts.get("data") or b""
        url = parts["url"] + ("?" + urlencode(parts["params"], doseq=True) if parts.get("params") else "")
        return self.client.generic(parts["method"], url, body, kind, headers=said)

    def judge(self, case: Case, answer: HttpResponse) -> None:
        """Keep what is wrong with the answer, once for each operation and fault."""
        self.answers += 1
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code >= HTTPStatus.BAD_REQUEST and kind != PROBLEM:
            self.note(case, f"{answer.status_code} as {kind}", answer)
        url = f"http://testserver{quote(case.formatted_path)}"
        response = Response(
            status_code=answer.status_code,
            headers={name: [value] for name, value in answer.headers.items()},
            content=answer.getvalue(),
            request=requests.Request(case.method, url).prepare(),
            elapsed=0.0,
            verify=False,
        )
        try:
            case.validate_response(response, checks=self.checks)
        except FailureGroup as group:
            for failure in group.exceptions:
                self.note(case, f"{failure.title}: {failure.message}", answer)

    def note(self, case: Case, fault: str, answer: HttpResponse) -> None:
        """Keep the first request that shows the fault."""
        said = f"{case.query!r} {case.body!r} -> {answer.status_code} {answer.getvalue()[:300]!r}"
        self.faults.setdefault(f"{case.operation.label} {fault[:300]}", said[:900])


def _shape(path: str) -> str:
    return re.sub(r"<[^>]+>|{[^}]+}", "*", path.strip("/^$"))


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


@pytest.fixture
def acme(db: None) -> Program:
    return Program(World("acme"))


@pytest.fixture
def operations(db: None) -> list[APIOperation]:
    document = Client().get("/api/v1/schema/", {"format": "json"}).json()
    return [found.ok() for found in schemathesis.openapi.from_dict(document).get_all_operations()]


@pytest.mark.slow
@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["careful", "careless"]
)
def test_no_program_meets_a_fault_or_an_answer_that_is_not_described(
    acme: Program, operations: list[APIOperation], mode: GenerationMode
) -> None:
    for operation in operations:
        acme.try_out(operation, mode)

    assert len(operations) > 100
    assert acme.answers > 3 * len(operations)
    assert acme.faults == {}


def test_an_answer_that_the_document_does_not_describe_would_be_noted(
    acme: Program, operations: list[APIOperation]
) -> None:
    listing = next(one for one in operations if one.label == "GET /api/v1/leads/")
    acme.judge(listing.Case(), HttpResponse("<p>Oops</p>", status=500))
    acme.judge(listing.Case(), HttpResponse("[]", content_type="application/json"))

    noted = " ".join(acme.faults)
    assert "500 as text/html" in noted
    assert "Server error" in noted
    assert "violates schema" in noted
