"""Whose commits are in a release, read from real git."""

from __future__ import annotations

import pytest

from releases.actions.authors import authors_of, look_again
from tests.factories import make_repository
from tests.gitrepo import GitRepo
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def repo(tmp_path) -> GitRepo:
    return GitRepo(tmp_path / "app")


@pytest.fixture
def application(repo):
    repository = make_repository("acme/app", url=str(repo.path))
    return make_application(repository=repository, team=None)


def emails(found):
    return [one["email"] for one in found]


def test_authors_and_co_authors_between_two_commits_are_named(repo, application):
    base = repo.commit({"a": "1"})
    repo.git("config", "user.name", "unused")
    head = repo.commit({"a": "2"}, "fix\n\nCo-authored-by: Mia <mia@example.com>")
    assert emails(authors_of(application, base, head)) == ["ada@example.com", "mia@example.com"]
    assert authors_of(application, head, head) == []


def test_without_a_base_everything_is_new(repo, application):
    repo.commit({"a": "1"}, "one\n\nCo-authored-by: Bo <bo@example.com>")
    assert "bo@example.com" in emails(authors_of(application, "", repo.commit({"a": "2"})))


def test_only_the_folder_of_the_application_counts(repo, application):
    base = repo.commit({"app/a": "1"})
    repo.commit({"other/a": "1"}, "other\n\nCo-authored-by: Bo <bo@example.com>")
    head = repo.commit({"app/a": "2"})
    application.path = "app"
    assert emails(authors_of(application, base, head)) == ["ada@example.com"]


def test_a_mailmap_in_the_repository_renames_nobody(repo, application):
    head = repo.commit({".mailmap": "Mia <mia@example.com> <ada@example.com>\n"})
    assert emails(authors_of(application, "", head)) == ["ada@example.com"]


@pytest.mark.parametrize("commit", ["", "f" * 40, "abc1234", "--output=x", "main"])
def test_a_commit_that_is_not_here_leaves_them_unknown(repo, application, commit):
    base = repo.commit({"a": "1"})
    assert authors_of(application, base, commit) is None


def test_no_copy_and_no_repository_leave_them_unknown(settings, tmp_path, application):
    settings.RUNGS_DATA = tmp_path
    application.repository.url = "https://github.com/acme/never-scanned"
    assert authors_of(application, "", "a" * 40) is None
    application.repository = None
    assert authors_of(application, "", "a" * 40) is None


def test_authors_that_become_known_are_written_down_once(repo, application):
    head = repo.commit({"a": "1"})
    release = make_release(application, authors=None, commit=head)
    assert look_again(release)
    assert not look_again(release)
    release.refresh_from_db()
    assert emails(release.authors) == ["ada@example.com"]


def test_a_base_without_a_commit_leaves_them_unknown(repo, application):
    release = make_release(application, authors=None, commit=repo.commit({"a": "1"}), base_version="2.13.0")
    assert not look_again(release)
