"""Addresses that nobody types: each is answered, by every database."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.releases.factories import make_application

ADDRESSES = {
    "/releases/shop/%00/": 404,
    "/releases/new/?app=%00": 404,
    "/releases/templates/team.%00/": 404,
    "/releases/templates/organisation/items/%00/": 404,
    "/releases/templates/organisation/checklist.yaml?version=%00": 404,
    "/releases/applications/shop/?stacks_of=%00": 200,
    "/releases/applications/?q=%00": 200,
    "/releases/shop/?page=%00": 200,
    "/releases/?q=%00&team=%00&page=-1": 200,
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_with_a_sign_no_row_can_hold_is_answered(client: Client, address: str):
    make_application("shop")
    assert client.get(address).status_code == ADDRESSES[address]
