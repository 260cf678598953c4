"""Every page of the app lets in only those who are signed in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from maturity.models import User
from maturity.urls import urlpatterns
from tests.factories import make_run, make_scanned

ARGUMENTS = {"repository": 1, "history": 1, "forget": 1, "scan": 1, "run": 2, "tokens": 1, "revoke": 1}
NUMBERED = {"connection", "check_aws", "remove_connection"}
OPEN = {"theme"}
CLOSED = sorted({str(pattern.name) for pattern in urlpatterns} - OPEN)


@pytest.fixture
def run(db: None) -> int:
    return make_run(make_scanned("acme/network")).pk


@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_login_page(
    outsider: Client, lin: User, run: int, name: str, method: str
) -> None:
    named = ["acme/network", run][: ARGUMENTS.get(name, 0)]
    address = reverse(f"maturity:{name}", args=[1] if name in NUMBERED else named)
    response = getattr(outsider, method)(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/?next=")
