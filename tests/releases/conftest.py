"""A person who may do everything, signed in: what the other roles may do, the tests of access say."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import User
from tests.factories import make_user


@pytest.fixture
def lin(db: None) -> User:
    return make_user("lin", is_superuser=True, email="lin@example.com")


@pytest.fixture
def client(lin: User) -> Client:
    client = Client()
    client.force_login(lin)
    return client
