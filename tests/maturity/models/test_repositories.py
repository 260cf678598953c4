from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.models import Repository
from tests.factories import make_repository, make_scanned, make_team

pytestmark = pytest.mark.django_db


def names(found) -> list[str]:
    return [repository.name for repository in found]


def test_those_that_lost_a_level_come_first_then_the_lowest():
    make_scanned("a/high", 4)
    make_scanned("a/low", 1)
    make_scanned("a/dropped", 3, previous_level=4)
    make_scanned("a/library", None)
    assert names(Repository.objects.in_default_order()) == ["a/dropped", "a/low", "a/high", "a/library"]


def test_every_word_must_be_found_in_the_name_or_the_team():
    make_repository("acme/network", team=make_team("Platform"))
    make_repository("acme/payments", team=make_team("Payments"))
    assert names(Repository.objects.matching("ACME plat")) == ["acme/network"]
    assert names(Repository.objects.matching("acme nowhere")) == []


def test_a_repository_without_a_level_is_not_below_one():
    make_scanned("a/library", None)
    make_scanned("a/low", 1)
    assert names(Repository.objects.below(3)) == ["a/low"]


def test_what_was_never_scanned_or_long_ago_is_stale():
    now = timezone.now()
    make_repository("a/never")
    make_repository("a/old", last_scanned_at=now - timedelta(days=4))
    make_repository("a/fresh", last_scanned_at=now - timedelta(days=2))
    assert set(names(Repository.objects.stale(now - timedelta(days=3)))) == {"a/never", "a/old"}


def test_what_was_archived_is_not_shown():
    make_repository("a/gone", archived=True)
    assert names(Repository.objects.shown()) == []


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("github", "https://h/o/n/blob/c0ffee/a%20b/%23.tf#L3"),
        ("gitlab", "https://h/o/n/-/blob/c0ffee/a%20b/%23.tf#L3"),
    ],
)
def test_a_line_is_linked_where_its_host_shows_it(host, address):
    assert Repository(host=host, web_url="https://h/o/n").permalink("c0ffee", "a b/#.tf", 3) == address


def test_a_whole_file_is_linked_without_a_line():
    found = Repository(host="github", web_url="https://h/o/n").permalink("c0ffee", "a.tf", 0)
    assert found == "https://h/o/n/blob/c0ffee/a.tf"


def test_a_line_of_an_unknown_host_has_no_link():
    assert Repository(host="other").permalink("c0ffee", "a.tf", 3) == ""
