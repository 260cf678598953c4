from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.models import Stack
from releases.actions.gathering.level import gather
from releases.models import Release
from tests.factories import make_scanned, make_stack
from tests.releases.actions.gathering.conftest import Touch
from tests.releases.factories import make_application, make_release, make_target


def test_the_applications_repository_and_those_of_its_stacks_are_told(touch: Touch, db: None, now: datetime):
    mine, infra = make_scanned("acme/shop", 4, commit="c0ffee"), make_scanned("acme/infra", 2)
    release = make_release(make_application("shop", repository=mine))
    make_target(release.application, make_stack(infra))
    found = gather(release, now).repositories
    assert [(one.name, one.level, one.url) for one in found] == [
        ("acme/infra", 2, "/repos/acme/infra/"),
        ("acme/shop", 4, "/repos/acme/shop/"),
    ]
    assert (found[1].commit, found[1].kind) == ("c0ffee", "live-infra")


def test_a_repository_that_was_never_scanned_has_no_level(release: Release, now: datetime):
    one = gather(release, now).repositories[0]
    assert (one.level, one.scanned_at, one.kind, one.commit) == (None, None, "", "")


def test_an_application_without_a_repository_has_none(db: None, now: datetime):
    assert gather(make_release(make_application(repository=None)), now).repositories == ()


def test_five_hundred_stacks_cost_one_query(
    release: Release, many: list[Stack], now: datetime, django_assert_num_queries: Any
):
    with django_assert_num_queries(1):
        assert len(gather(release, now).repositories) == 1
