"""The bundle of a release, as a browser gets it."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from maturity.models import Organisation
from tests.factories import make_member, make_team
from tests.pages import signed_in
from tests.releases.factories import make_release

pytestmark = pytest.mark.django_db
PAGE = "/releases/ai-shell/2.14.0/evidence.zip"


def test_a_person_takes_the_bundle_with_its_sum(client: Client):
    make_release()
    answer = client.get(PAGE)
    assert answer["Content-Disposition"] == 'attachment; filename="ai-shell-2.14.0-1.zip"'
    assert answer["X-Checksum-Sha256"] == hashlib.sha256(answer.content).hexdigest()


@pytest.mark.parametrize(("attempt", "status"), [("2", 404), ("9" * 9, 404), ("-1", 200), ("x", 200)])
def test_an_attempt_there_never_was_is_not_found_and_nonsense_is_the_last_one(
    client: Client, attempt: str, status: int
):
    make_release()
    assert client.get(f"{PAGE}?attempt={attempt}").status_code == status


def test_who_may_not_see_the_release_learns_nothing_of_it():
    Organisation.objects.create(pk=1, open_read=False)
    make_release()
    other = signed_in(make_member("kim", make_team("Other")))
    assert other.get(PAGE).status_code == 404
