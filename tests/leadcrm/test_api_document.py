"""The OpenAPI document that integrators feed their tools with."""

from pathlib import Path

from django.core.management import call_command
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator


def test_the_document_is_valid_openapi_31(db: None) -> None:
    document = Client().get("/api/v1/schema/", {"format": "json"}).json()

    faults = [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]

    assert document["openapi"].startswith("3.1")
    assert faults == []


def test_every_shape_in_the_document_has_a_name_of_its_own(tmp_path: Path) -> None:
    # Of two shapes with one name the second would silently be described as the first.
    call_command("spectacular", fail_on_warn=True, file=str(tmp_path / "schema.yml"))
