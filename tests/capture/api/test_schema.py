"""What the OpenAPI document says of capture."""

import pytest
from django.test import Client


pytestmark = pytest.mark.django_db


def test_inquiries_and_the_public_form_are_documented():
    paths = Client().get("/api/v1/schema/", {"format": "json"}).json()["paths"]

    post = paths["/api/v1/inquiries/"]["post"]
    assert post["operationId"] == "inquiries_create"
    assert "202" in post["responses"]
    assert paths["/f/{token}/"]["post"]["security"] == []
    assert set(paths["/f/{token}/"]["post"]["requestBody"]["content"]) == {
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }
    assert paths["/api/v1/inquiries/"]["get"]["operationId"] == "inquiries_list"
