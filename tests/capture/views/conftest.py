"""A form on the web, and whoever visits it."""

import pytest
from django.test import Client

from core.scope import workspace_scope
from tests.capture.views.visiting import HTML
from tests.factories.capture import make_form


@pytest.fixture
def form(workspace):
    with workspace_scope(workspace.pk):
        return make_form()


@pytest.fixture
def person():
    return Client(headers={"Accept": HTML})
