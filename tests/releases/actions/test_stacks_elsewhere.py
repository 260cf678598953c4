"""What stacks in other repositories say of the service of a release, read from real git."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from maturity.models import Repository
from releases.actions import stacks_elsewhere
from releases.actions.gathering import service as service_facts
from releases.actions.reading_code import due_readings, read_code
from releases.core.facts.service import ServiceSeen
from releases.models import Release, Service
from tests.factories import make_assessment, make_repository, make_stack
from tests.gitrepo import GitRepo
from tests.releases.factories import make_application, make_release, make_target

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SERVICE = 'resource "aws_ecs_service" "a" {\n  name = "ai-shell"\n  desired_count = %s\n}\n'


@pytest.fixture
def own(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "app")


@pytest.fixture
def other(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "infra")


@pytest.fixture
def infra(other: GitRepo) -> Repository:
    web = "https://github.com/acme/infra"
    return make_repository("acme/infra", url=str(other.path), web_url=web)


@pytest.fixture
def release(own: GitRepo, infra: Repository) -> Release:
    application = make_application(repository=make_repository("acme/app", url=str(own.path)), team=None)
    Service.objects.create(application=application, environment="prod", cluster="c", name="ai-shell")
    make_target(application, make_stack(infra, "live/prod"))
    return make_release(application, base_version="", base_commit="", commit=own.commit({"a": "1"}))


def scanned(repository: Repository, commit: str) -> str:
    repository.current = make_assessment(repository, commit=commit)
    repository.save()
    return commit


def seen(release: Release) -> ServiceSeen:
    fresh = Release.objects.get(pk=release.pk)
    assert read_code(fresh, NOW) is True
    return service_facts.gather(fresh, NOW)


def test_the_folder_of_the_stack_is_read_at_the_commit_that_was_scanned_last(
    release: Release, infra: Repository, other: GitRepo
):
    commit = scanned(infra, other.commit({"live/prod/svc.tf": SERVICE % 3}))
    other.commit({"live/prod/svc.tf": SERVICE % 9})
    line = seen(release).written["desired_count"]
    assert (line.value, line.place) == (3, "acme/infra: live/prod/svc.tf:3")
    assert line.url == f"https://github.com/acme/infra/blob/{commit}/live/prod/svc.tf#L3"


def test_other_folders_of_that_repository_are_not_read(release: Release, infra: Repository, other: GitRepo):
    scanned(infra, other.commit({"live/stage/svc.tf": SERVICE % 3, "live/prod/deep/svc.tf": SERVICE % 4}))
    assert seen(release).written == {}


def test_stacks_of_another_environment_are_not_read(release: Release, infra: Repository, other: GitRepo):
    make_target(release.application, make_stack(infra, "live/stage"), "stage")
    scanned(infra, other.commit({"live/stage/svc.tf": SERVICE % 3}))
    assert seen(release).written == {}


def test_two_repositories_that_say_different_things_leave_the_value_unknown(
    release: Release, own: GitRepo, infra: Repository, other: GitRepo
):
    Release.objects.update(commit=own.commit({"svc.tf": SERVICE % 2}))
    scanned(infra, other.commit({"live/prod/svc.tf": SERVICE % 3}))
    setting = seen(release).of("desired_count")
    assert setting.value is None
    assert setting.file is not None
    assert [one.text for one in setting.file.every] == ["2", "3"]


@pytest.mark.parametrize(("commit", "why"), [("", "it was not scanned yet"), ("b" * 40, "has no commit")])
def test_a_repository_that_cannot_be_read_costs_itself_alone(
    release: Release, own: GitRepo, infra: Repository, other: GitRepo, commit: str, why: str
):
    Release.objects.update(commit=own.commit({"svc.tf": SERVICE % 2}))
    other.commit({"a": "1"})
    if commit:
        scanned(infra, commit)
    found = seen(release)
    assert found.written["desired_count"].value == 2
    assert [one.startswith("acme/infra: ") and why in one for one in found.unread] == [True]


def test_they_are_read_again_once_they_were_scanned_again(
    release: Release, infra: Repository, other: GitRepo
):
    scanned(infra, other.commit({"live/prod/svc.tf": SERVICE % 3}))
    seen(release)
    later = NOW + timedelta(minutes=15)
    assert due_readings(later) == []
    scanned(infra, other.commit({"live/prod/svc.tf": SERVICE % 4}))
    assert due_readings(later - timedelta(minutes=1)) == []
    assert due_readings(later) == [release.pk]


def test_without_a_service_nobody_looks_elsewhere(release: Release, infra: Repository, other: GitRepo):
    scanned(infra, other.commit({"live/prod/svc.tf": SERVICE % 3}))
    Service.objects.all().delete()
    seen(release)
    assert due_readings(NOW + timedelta(minutes=15)) == []


def test_what_is_too_much_to_read_is_left_out_and_said(release: Release, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stacks_elsewhere, "MOST_FOLDERS", 3)
    monkeypatch.setattr(stacks_elsewhere, "MOST_REPOSITORIES", 1)
    infra = Repository.objects.get(name="acme/infra")
    for folder in ("live/a", "live/b", "live/c"):
        make_target(release.application, make_stack(infra, folder))
    make_target(release.application, make_stack(make_repository("acme/a"), "live"))
    [(repository, folders)] = stacks_elsewhere.places(release).items()
    assert (repository.name, folders) == ("acme/a", ["live"])
    assert "4 more stacks were left out: there are too many" in seen(release).unread
