from __future__ import annotations

import pytest

from maturity.adapters.hosting import Forge
from tests.servers_hosts import BOT, FakeHost, check_run, github_pull, gitlab_merge, said, status

HEAD = "a" * 40


def make(kind: str, number: int = 7, **more: object) -> dict[str, object]:
    return github_pull(number, **more) if kind == "github" else gitlab_merge(number, **more)


def test_the_open_pull_requests_are_listed(forge: Forge, host: FakeHost, kind: str):
    host.pulls = [make(kind)]
    (found,) = forge.open_pulls()
    assert (found.number, found.title, found.author, found.state) == (
        7,
        "Upgrade the database",
        "lin",
        "open",
    )
    assert (found.head_sha, found.base_ref, found.base_sha) == (HEAD, "main", "b" * 40)
    assert (found.draft, found.fork, found.merge_sha) == (False, False, "")


def test_many_of_them_come_in_pages(forge: Forge, host: FakeHost, kind: str):
    host.pulls = [make(kind, number) for number in range(1, 251)]
    assert len(forge.open_pulls()) == 250
    host.pulls = [make(kind, number) for number in range(1, 801)]
    assert len(forge.open_pulls()) == 500


def test_the_recently_closed_ones_tell_whether_they_were_merged(forge: Forge, host: FakeHost, kind: str):
    state = "closed" if kind == "github" else "merged"
    host.closed = [make(kind, state=state, merged_at="2026-11-02T10:00:00Z", merge_commit_sha="c" * 40)]
    found = forge.closed_pulls()[0]
    assert (found.state, found.merge_sha, str(found.closed_at)) == (
        "merged", "c" * 40, "2026-11-02 10:00:00+00:00",
    )  # fmt: skip


def test_a_pull_request_from_another_repository_is_a_fork(forge: Forge, host: FakeHost, kind: str):
    other = {"head": "a" * 40} if kind == "github" else {"source_project_id": 2}
    host.pulls = [make(kind, **other)]
    if kind == "github":
        host.pulls[0]["head"]["repo"] = None
    assert forge.open_pulls()[0].fork


def test_checks_and_statuses_of_the_head_are_read(forge: Forge, host: FakeHost, kind: str):
    host.pulls = [make(kind)]
    host.checks = {HEAD: [check_run("plan", None)]}
    host.statuses = {HEAD: [status("atlantis/plan", description="1/1 projects planned successfully.")]}
    found = {one.name: one for one in forge.checks(forge.pull(7))}
    assert (found["atlantis/plan"].outcome, found["atlantis/plan"].commit) == ("success", HEAD)
    assert found["atlantis/plan"].text == "1/1 projects planned successfully."
    assert ("plan" in found) == (kind == "github")
    assert kind == "gitlab" or found["plan"].outcome == "pending"


@pytest.mark.parametrize("kind", ["gitlab"], indirect=True)
def test_jobs_on_a_merged_result_speak_for_the_head(forge: Forge, host: FakeHost):
    host.pulls = [gitlab_merge(head_pipeline={"sha": "e" * 40})]
    host.statuses = {"e" * 40: [status("plan", "failed"), status("lint", "manual"), status("x", "running")]}
    found = {one.name: (one.outcome, one.commit) for one in forge.checks(forge.pull(7))}
    assert found == {"plan": ("failure", HEAD), "lint": ("skipped", HEAD), "x": ("pending", HEAD)}


def test_whether_it_is_behind_its_base_is_told(forge: Forge, host: FakeHost, kind: str):
    host.pulls = [make(kind)]
    pull = forge.pull(7)
    assert forge.behind(pull) is False
    host.behind = 2
    assert forge.behind(pull) is True


def test_the_newest_commit_of_a_branch_has_its_date(forge: Forge, host: FakeHost):
    host.branches = {"release/1": ("d" * 40, "2026-11-02T11:00:00Z")}
    found = forge.branch("release/1")
    assert (found.sha, str(found.at)) == ("d" * 40, "2026-11-02 11:00:00+00:00")
    host.commits = {HEAD: "2026-11-02T12:00:00Z"}
    assert str(forge.committed_at(HEAD)) == "2026-11-02 12:00:00+00:00"


@pytest.mark.parametrize("kind", ["github"], indirect=True)
def test_on_github_apps_and_people_with_rights_are_trusted(forge: Forge, host: FakeHost):
    host.comments = {7: [
        said("a"), said("b", "mallory"), said("c", "kim", author_association="MEMBER"),
        said("d", "pat", author_association="CONTRIBUTOR"),
    ]}  # fmt: skip
    assert [(one.body, one.trusted) for one in forge.comments(7)] == [
        ("a", True), ("b", False), ("c", True), ("d", False),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["gitlab"], indirect=True)
def test_on_gitlab_those_are_trusted_who_may_push(forge: Forge, host: FakeHost):
    host.members = [{"username": "kim", "access_level": 40}, {"username": "guest", "access_level": 10}]
    host.comments = {7: [
        said("a", "kim"), said("b", "guest"), said("c", "mallory"), said("merged", "kim", system=True),
    ]}  # fmt: skip
    assert [(one.body, one.trusted) for one in forge.comments(7)] == [("a", True), ("b", False), ("c", False)]


def test_a_comment_is_written_and_written_anew(forge: Forge, host: FakeHost):
    assert forge.me() == BOT
    made = forge.write_comment(7, "first")
    assert forge.write_comment(7, "second", made) == made
    assert host.texts(7) == ["second"]


@pytest.mark.parametrize("kind", ["github"], indirect=True)
def test_what_did_not_change_is_not_sent_again(forge: Forge, host: FakeHost):
    host.pulls = [github_pull()]
    first = forge.open_pulls()
    assert forge.open_pulls() == first
    host.pulls = [github_pull(title="Another")]
    assert forge.open_pulls()[0].title == "Another"
