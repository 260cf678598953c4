"""A person who may do everything, signed in: what the other roles may do, the tests of access say.

A release, and the team of whatever release a test has.
"""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import Team, User
from releases.models import Release
from tests.factories import make_user
from tests.releases.factories import make_release


@pytest.fixture
def lin(db: None) -> User:
    return make_user("lin", is_superuser=True, email="lin@example.com")


@pytest.fixture
def client(lin: User) -> Client:
    client = Client()
    client.force_login(lin)
    return client


@pytest.fixture
def release(db: None) -> Release:
    return make_release(base_version="2.13.4")


@pytest.fixture
def team(release: Release) -> Team:
    found = release.application.team
    assert found is not None
    return found
