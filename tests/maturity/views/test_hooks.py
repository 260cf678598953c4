from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.actions.pulls import secret_of, want_commit
from maturity.core.pulls import signature
from maturity.models import Delivery, PullRequest, Repository, Schedule
from maturity.views import hooks
from tests.factories import days_ago, make_pull_request, make_repository, make_schedule, make_stack
from tests.maturity.core.pulls import samples
from tests.servers_hosts import check_run, github_pull, said, status

pytestmark = pytest.mark.django_db
HEAD = "a" * 40
MERGE = {
    "object_kind": "merge_request",
    "object_attributes": {
        "iid": 7, "title": "Upgrade the database", "state": "opened", "created_at": "2026-11-01 08:00:00 UTC",
        "updated_at": "2026-11-02 09:30:00 UTC", "source_branch": "upgrade", "target_branch": "main",
        "source_project_id": 1, "target_project_id": 1, "last_commit": {"id": HEAD},
        "url": "https://host.example/acme/network/-/merge_requests/7",
    },
}  # fmt: skip


@pytest.fixture
def outside() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def repository() -> Repository:
    return make_repository("acme/network")


@pytest.fixture
def project() -> Repository:
    return make_repository("acme/project", host="gitlab")


def deliver(
    client: Client, repository: Repository, event: str, payload: Any, *, number: str = "d1", **more: str
) -> int:
    """Send it as GitHub does, signed with the repository's secret unless `secret` is given."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    secret = more.pop("secret", None) or secret_of(repository)
    signed = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-GitHub-Event": event, "X-GitHub-Delivery": number, "X-Hub-Signature-256": signed, **more}
    return _post(client, f"/hooks/github/{repository.pk}/", body, headers)


def tell(client: Client, project: Repository, event: str, payload: Any, **headers: str) -> int:
    given = {
        "X-Gitlab-Event": event,
        "X-Gitlab-Token": secret_of(project),
        "Idempotency-Key": "k1",
        **headers,
    }
    return _post(client, f"/hooks/gitlab/{project.pk}/", json.dumps(payload).encode(), given)


def _post(client: Client, address: str, body: bytes, headers: dict[str, str]) -> int:
    return client.post(address, body, content_type="application/json", headers=headers).status_code


def test_a_signed_event_is_taken(outside: Client, repository: Repository):
    assert deliver(outside, repository, "ping", {"zen": "x"}) == 200
    assert deliver(outside, repository, "pull_request", {"pull_request": github_pull()}, number="d2") == 200
    row = PullRequest.objects.get()
    assert (row.repository, row.number, row.state, row.head_sha) == (repository, 7, "open", HEAD)


@pytest.mark.parametrize("secret", ["wrong", "whsec_"])
def test_a_wrong_signature_is_refused_and_leaves_nothing(
    outside: Client, repository: Repository, secret: str
):
    assert deliver(outside, repository, "pull_request", {"pull_request": github_pull()}, secret=secret) == 403
    assert not PullRequest.objects.exists()
    assert not Delivery.objects.exists()


def test_nobody_learns_which_repositories_there_are(
    outside: Client, repository: Repository, project: Repository
):
    archived = make_repository("acme/old", archived=True)
    answers = set()
    for address in (
        f"github/{repository.pk}", f"github/{project.pk}", f"github/{archived.pk}", "github/999999",
        f"gitlab/{repository.pk}", f"other/{repository.pk}", f"github/{10**30}",
    ):  # fmt: skip
        response = outside.post(f"/hooks/{address}/", b"{}", content_type="application/json")
        answers.add((response.status_code, response.content))
    assert answers == {(403, b"the signature is wrong\n")}
    assert outside.get(f"/hooks/github/{repository.pk}/").status_code == 405


def test_the_secret_of_one_repository_opens_no_other(outside: Client, repository: Repository):
    other = make_repository("acme/other")
    assert deliver(outside, other, "ping", {}, secret=secret_of(repository)) == 403


def test_a_secret_made_with_the_key_before_still_counts(
    outside: Client, repository: Repository, settings: Any
):
    old = secret_of(repository)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key for tests alone"
    assert deliver(outside, repository, "ping", {}, secret=old) == 200


def test_the_same_delivery_twice_does_its_work_once(outside: Client, repository: Repository):
    make_pull_request(repository, 7, head_sha=HEAD)
    event = {"check_run": check_run("plan", "failure")}
    assert deliver(outside, repository, "check_run", event) == 200
    PullRequest.objects.get().statuses.all().delete()
    assert deliver(outside, repository, "check_run", event) == 200
    assert PullRequest.objects.get().statuses.count() == 0
    assert Delivery.objects.count() == 1


def test_an_event_nobody_knows_is_let_pass(outside: Client, repository: Repository):
    assert deliver(outside, repository, "star", {}) == 202


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"garbage",
        b"[]",
        b"{}",
        b'{"pull_request": {"number": 99999999999, "created_at": "", "updated_at": ""}}',
        b'{"pull_request": 7}',
        b'{"pull_request": {"number": "x"}}',
        b"[" * 50_000,
    ],
)
def test_a_signed_body_of_another_form_is_told_so(outside: Client, repository: Repository, body: bytes):
    assert deliver(outside, repository, "pull_request", body) == 400
    assert not Delivery.objects.exists()


def test_a_body_that_is_too_large_is_not_read(
    outside: Client, repository: Repository, monkeypatch: pytest.MonkeyPatch
):
    assert hooks.MOST == 5 * 1024 * 1024
    monkeypatch.setattr(hooks, "MOST", 1000)
    assert deliver(outside, repository, "ping", {"zen": "x" * 1000}) == 413


def test_one_larger_than_a_form_may_be_is_read(outside: Client, repository: Repository):
    assert deliver(outside, repository, "ping", {"zen": "x" * 3_000_000}) == 200


def test_a_check_or_status_of_the_head_is_one_more_source(outside: Client, repository: Repository):
    row = make_pull_request(repository, 7, head_sha=HEAD)
    event = status("atlantis/plan: db", description="Plan: 0 to add, 0 to change, 3 to destroy.", sha=HEAD)
    assert deliver(outside, repository, "status", event) == 200
    row.refresh_from_db()
    assert (row.plan_state, row.destroys) == ("changed", 3)
    assert (
        deliver(outside, repository, "check_run", {"check_run": check_run("plan", None)}, number="d2") == 200
    )
    row.refresh_from_db()
    assert row.plan_state == "pending"


def test_a_check_of_a_commit_that_is_wanted_has_it_looked_at_at_once(outside: Client, repository: Repository):
    schedule = make_schedule(repository, kind="pulls")
    deliver(outside, repository, "check_run", {"check_run": check_run("test")})
    assert Schedule.objects.get() == schedule
    assert Schedule.objects.get().next_run_at > timezone.now()
    want_commit(repository, HEAD, timezone.now())
    Schedule.objects.update(next_run_at=schedule.next_run_at)
    deliver(outside, repository, "check_run", {"check_run": check_run("test", id=12)}, number="d2")
    assert Schedule.objects.get().next_run_at <= timezone.now()


def test_the_comment_of_a_bot_is_read_and_that_of_a_stranger_is_not(outside: Client, repository: Repository):
    row = make_pull_request(repository, 7, head_sha=HEAD)
    issue = {"number": 7, "pull_request": {"url": "https://host.example/7"}}
    event: dict[str, Any] = {"action": "created", "issue": issue, "comment": said(samples.ATLANTIS)}
    assert deliver(outside, repository, "issue_comment", event) == 200
    event["comment"] = said(samples.ATLANTIS_MANY, "mallory", id=32)
    assert deliver(outside, repository, "issue_comment", event, number="d2") == 200
    row.refresh_from_db()
    assert (row.destroys, row.statuses.count()) == (1, 1)


def test_what_is_stale_stays_so_until_somebody_plans_again(outside: Client, repository: Repository):
    row = make_pull_request(repository, 7, head_sha=HEAD, plan_state="stale", updated_at=days_ago(400))
    row.statuses.create(origin="status", external_id="a", state="changed", commit=HEAD, at=days_ago(400))
    deliver(outside, repository, "pull_request", {"pull_request": github_pull()})
    deliver(outside, repository, "check_run", {"check_run": check_run("lint")}, number="d2")
    row.refresh_from_db()
    assert row.plan_state == "stale"
    deliver(outside, repository, "check_run", {"check_run": check_run("plan")}, number="d3")
    row.refresh_from_db()
    assert row.plan_state == "changed"


def test_many_events_make_one_look(outside: Client, repository: Repository):
    later = timezone.now() + timedelta(hours=1)
    make_schedule(repository, kind="pulls", next_run_at=later)
    for number in range(3):
        assert deliver(outside, repository, "workflow_run", {}, number=f"d{number}") == 200
    assert Schedule.objects.get().next_run_at < later


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The stacks a check was asked for."""
    found: list[list[int]] = []

    def check(stacks: set[int]) -> list[int]:
        found.append(sorted(stacks))
        return []

    monkeypatch.setattr("maturity.actions.pulls.applying._check", check)
    return found


def test_a_merge_has_the_stacks_of_its_plans_looked_at(
    outside: Client, repository: Repository, asked: list[Any]
):
    stack = make_stack(repository)
    row = make_pull_request(repository, 7, head_sha=HEAD, updated_at=timezone.now() - timedelta(days=400))
    row.statuses.create(stack=stack, origin="status", external_id="a", state="changed", at=timezone.now())
    event = {"pull_request": github_pull(state="closed", merged_at="2026-11-02T10:00:00Z")}
    assert deliver(outside, repository, "pull_request", event) == 200
    assert deliver(outside, repository, "pull_request", event, number="d2") == 200
    assert asked == [[stack.pk]]


def test_a_push_to_the_default_branch_has_the_stacks_it_touches_looked_at(
    outside: Client, repository: Repository, asked: list[Any]
):
    stack = make_stack(repository, "live/prod")
    make_stack(repository, "live/prod-eu")
    event = {"ref": "refs/heads/main", "commits": [{"modified": ["live/prod/main.tf"]}, "x", {"added": [7]}]}
    assert deliver(outside, repository, "push", event) == 200
    assert deliver(outside, repository, "push", {**event, "ref": "refs/heads/x"}, number="d2") == 200
    assert asked == [[stack.pk]]


def test_an_apply_that_a_bot_tells_has_its_stack_looked_at(
    outside: Client, repository: Repository, asked: list[Any]
):
    stack = make_stack(repository, "live/prod")
    make_pull_request(repository, 7, head_sha=HEAD)
    event = status("atlantis/apply: live/prod/default", description="Apply succeeded.", sha=HEAD)
    deliver(outside, repository, "status", event)
    deliver(outside, repository, "status", {**event, "more": 1}, number="d2")
    assert asked == [[stack.pk], []]


def test_gitlab_sends_its_secret_or_a_signature(outside: Client, project: Repository):
    assert tell(outside, project, "Merge Request Hook", MERGE) == 200
    assert PullRequest.objects.get().head_sha == HEAD
    body, at = json.dumps({}).encode(), f"{time.time():.0f}"
    key = base64.b64decode(secret_of(project).removeprefix("whsec_"))
    signed = base64.b64encode(hmac.digest(key, f"m2.{at}.".encode() + body, "sha256")).decode()
    given = {"webhook-id": "m2", "webhook-timestamp": at, "webhook-signature": f"v1,{signed}"}
    assert tell(outside, project, "Pipeline Hook", {}, **given, **{"X-Gitlab-Token": ""}) == 200
    late = {**given, "webhook-timestamp": f"{time.time() - 2 * signature.TOLERANCE:.0f}"}
    assert tell(outside, project, "Pipeline Hook", {}, **late) == 403


def test_a_wrong_token_of_gitlab_is_refused(outside: Client, project: Repository):
    assert tell(outside, project, "Push Hook", {}, **{"X-Gitlab-Token": "whsec_wrong"}) == 403


def test_gitlab_tells_the_same_twice_and_is_heard_once(outside: Client, project: Repository):
    assert tell(outside, project, "Merge Request Hook", MERGE) == 200
    PullRequest.objects.all().delete()
    assert tell(outside, project, "Merge Request Hook", MERGE) == 200
    assert not PullRequest.objects.exists()
    assert tell(outside, project, "Push Hook", {"ref": "refs/heads/main"}, **{"Idempotency-Key": ""}) == 200
    assert Delivery.objects.count() == 2


def test_old_news_do_not_undo_newer_ones(outside: Client, project: Repository):
    make_pull_request(project, 7, state="merged", updated_at=timezone.now())
    assert tell(outside, project, "Merge Request Hook", MERGE) == 200
    assert PullRequest.objects.get().state == "merged"
