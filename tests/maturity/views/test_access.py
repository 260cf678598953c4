"""Every page of the app lets in only those who are signed in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter, PathConverter, SlugConverter, StringConverter

from maturity.models import User
from maturity.urls import urlpatterns
from tests.factories import make_run, make_scanned

GIVEN = {PathConverter: "acme/network", StringConverter: "one", SlugConverter: "core", IntConverter: 1}
OPEN = {"theme", "slack", "hook", "host_hook"}
CLOSED = sorted(
    (pattern for pattern in urlpatterns if pattern.name not in OPEN), key=lambda one: str(one.name)
)


@pytest.mark.parametrize("pattern", CLOSED, ids=lambda one: str(one.name))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_login_page(
    outsider: Client, lin: User, pattern: URLPattern, method: str
) -> None:
    make_run(make_scanned("acme/network"))
    arguments = {name: GIVEN[type(one)] for name, one in pattern.pattern.converters.items()}
    response = getattr(outsider, method)(reverse(f"maturity:{pattern.name}", kwargs=arguments))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/?next=")
