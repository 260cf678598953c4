"""The matrix as somebody likes to see it."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import SavedFilter
from tests.pages import get
from tests.releases.factories import make_application

pytestmark = pytest.mark.django_db


def test_a_filter_of_the_matrix_is_kept_and_leads_back(client: Client):
    make_application("ai-shell")
    assert 'name="page" value="releases:releases"' in get(client, "/releases/?q=shell").html
    sent = {"page": "releases:releases", "name": "shells", "query": "q=shell&evil=1"}
    assert client.post("/saved/", sent).headers["Location"] == "/releases/?q=shell"
    assert SavedFilter.objects.get().query == "q=shell"
    assert get(client, "/releases/").links["shells"] == "/releases/?q=shell"


def test_a_kept_filter_of_the_matrix_is_listed_among_ones_own(client: Client):
    client.post("/saved/", {"page": "releases:releases", "name": "shells", "query": "q=shell"})
    assert get(client, "/settings/me/").links["shells"] == "/releases/?q=shell"
