from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions import Refused, check_repository, connect_repository, forget_repository
from maturity.adapters.git import Mirror
from maturity.models import Event, Repository, Schedule
from tests.factories import make_assessment, make_finding, make_repository, make_run, make_stack, make_user

pytestmark = pytest.mark.django_db


def refusal(*args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        connect_repository(None, *args, **kwargs)
    return refused.value.message


def test_connecting_stores_the_repository_its_schedule_and_an_event(repo):
    lin = make_user()
    found = connect_repository(lin, str(repo.path), local=True)
    assert (found.name, found.host, found.default_branch, found.level) == ("infra", "local", "main", None)
    assert Schedule.objects.get().every == timedelta(days=1)
    event = Event.objects.get()
    assert (event.kind, event.actor, event.subject) == ("repository.connected", lin, "infra")


def test_a_repository_can_be_given_another_name(repo):
    assert connect_repository(None, str(repo.path), "acme/infra", local=True).name == "acme/infra"


def test_the_same_repository_is_not_connected_twice(repo):
    connect_repository(None, str(repo.path), local=True)
    assert refusal(str(repo.path), local=True) == "This repository is already connected as infra."


def test_a_name_that_is_taken_is_refused_and_nothing_is_stored(repo):
    make_repository("infra")
    assert "is taken" in refusal(str(repo.path), local=True)
    assert (Repository.objects.count(), Schedule.objects.count(), Event.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize("name", ["connect", "acme/history", "acme/forget", "../x", "a//b", "///", "."])
def test_a_name_that_is_no_address_of_a_page_is_refused(repo, name):
    assert "cannot be called" in refusal(str(repo.path), name, local=True)


def test_blanks_in_a_folders_name_become_dashes(tmp_path):
    from tests.gitrepo import GitRepo

    odd = GitRepo(tmp_path / "my infra")
    odd.commit({"a": "x"})
    assert connect_repository(None, str(odd.path), local=True).name == "my-infra"


@pytest.mark.parametrize(
    "url",
    [
        "/srv/x",
        "file:///srv/x",
        "https://127.0.0.1/x",
        "https://10.0.0.1/x",
        "ext::sh -c id",
        "not an address",
    ],
)
def test_what_the_web_may_not_reach_is_refused_before_anything_is_stored(url):
    refusal(url)
    assert not Repository.objects.exists()
    assert not Event.objects.exists()


def test_checking_stores_nothing(repo):
    assert check_repository(str(repo.path), local=True).name == "infra"
    assert not Repository.objects.exists()


def test_forgetting_removes_everything_but_the_event(data):
    repository = make_repository()
    make_finding(make_assessment(repository))
    make_stack(repository)
    make_run(repository)
    mirror = Mirror(repository.url)
    mirror.folder.mkdir(parents=True)
    forget_repository(None, repository)
    assert not Repository.objects.exists()
    assert not mirror.folder.exists()
    event = Event.objects.get()
    assert (event.kind, event.subject, event.repository) == ("repository.forgotten", "acme/network", None)


def test_the_history_of_a_forgotten_repository_stays_readable(data):
    repository = make_repository()
    Event.objects.create(
        kind="level.changed", repository=repository, subject=repository.name, at=timezone.now()
    )
    forget_repository(None, repository)
    assert set(Event.objects.values_list("subject", flat=True)) == {"acme/network"}
