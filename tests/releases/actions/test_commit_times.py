"""When the commit of a deployment was made: told by CI, or read from our copy of the repository."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from releases.actions.commit_times import read_commit_time
from releases.actions.deployments import record
from releases.models import Deployment
from tests.factories import make_repository, sha
from tests.gitrepo import GitRepo
from tests.releases.factories import make_application, make_deployment

pytestmark = pytest.mark.django_db
TOLD = datetime(2026, 1, 2, 3, tzinfo=UTC)


def test_what_ci_told_first_stays():
    shop = make_application("shop")
    for moment in (TOLD, TOLD + timedelta(days=1)):
        record(shop, "prod", "1.0", external_id="1", committed_at=moment)
    assert Deployment.objects.get().committed_at == TOLD


def test_a_commit_of_the_future_is_not_believed():
    later = timezone.now() + timedelta(days=1)
    assert record(make_application("shop"), "prod", "1.0", committed_at=later).committed_at is None


def test_it_is_read_from_our_copy(tmp_path: Path):
    repo = GitRepo(tmp_path / "shop")
    head = repo.commit({"a": "1"})
    shop = make_application("shop", repository=make_repository("acme/shop", url=str(repo.path)))
    found = make_deployment(shop, commit=head)
    assert [read_commit_time(found) for _ in range(2)] == [True, False]
    assert Deployment.objects.get().committed_at is not None


@pytest.mark.parametrize("commit", ["", "abc1234", sha("gone")])
def test_a_commit_that_is_not_in_our_copy_is_not_known(tmp_path: Path, commit: str):
    repo = GitRepo(tmp_path / "shop")
    repo.commit({"a": "1"})
    shop = make_application("shop", repository=make_repository("acme/shop", url=str(repo.path)))
    assert not read_commit_time(make_deployment(shop, commit=commit))
