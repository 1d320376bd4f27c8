"""The OpenAPI document that integrators feed their tools with."""

from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator


def test_the_document_is_valid_openapi_31(db: None) -> None:
    document = Client().get("/api/v1/schema/", {"format": "json"}).json()

    faults = [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]

    assert document["openapi"].startswith("3.1")
    assert faults == []
