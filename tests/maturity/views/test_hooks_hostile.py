"""Webhooks that mean harm, some of them rightly signed: a host can be taken over too."""

from __future__ import annotations

import gzip
import tracemalloc
from typing import Any

import pytest
from django.test import Client

from maturity.models import Delivery, Event, PullRequest, Repository, User
from maturity.views import hooks
from tests.maturity.views.test_hooks import deliver, outside, project, repository
from tests.servers_hosts import github_pull

__all__ = ["outside", "project", "repository"]
pytestmark = pytest.mark.django_db
DEEP = b'{"pull_request":' + b"[" * 200_000


@pytest.mark.parametrize(
    "body",
    [
        DEEP, b"[" * 1_000_000, b"\0" * 1000, b'{"a":' * 100_000, gzip.compress(b"{}", mtime=0), b"",
        "{}".encode("utf-16"), b"null", b"[]", b"7", b'"x"', b"{}{}",
        b'{"pull_request":{"number":' + b"9" * 100_000 + b"}}",
        b"\xff\xfe", b'{"pull_request":{"number":1e999}}', b'{"pull_request":{"number":true}}',
    ],
    ids=lambda one: repr(one[:20]),
)  # fmt: skip
@pytest.mark.parametrize("event", ["pull_request", "check_run", "push", "issue_comment", "status"])
def test_a_signed_body_that_means_harm_changes_nothing(
    outside: Client, repository: Repository, event: str, body: bytes
):
    assert deliver(outside, repository, event, body) in (200, 400)
    assert not PullRequest.objects.exists()
    assert not Event.objects.exists()


def test_a_body_larger_than_any_hosts_is_not_read_to_its_end(outside: Client, repository: Repository):
    tracemalloc.start()
    assert deliver(outside, repository, "push", b" " * (hooks.MOST + 1)) == 413
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * hooks.MOST
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Hub-Signature-256": "sha256=" + "x" * 1_000_000}, {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha1=00"}, {"X-Hub-Signature-256": "\0"}, {"X-Hub-Signature-256": "é" * 64},
        {"X-Hub-Signature-256": "", "X-Gitlab-Token": "x", "webhook-signature": "v1," * 10_000},
    ],
    ids=lambda one: str(one)[:50],
)  # fmt: skip
def test_a_signature_that_cannot_be_is_a_wrong_one(
    outside: Client, repository: Repository, headers: dict[str, str]
):
    assert deliver(outside, repository, "push", {}, **headers) == 403


def test_names_of_events_and_deliveries_may_be_anything(outside: Client, repository: Repository):
    for name in ("x" * 100_000, "\0", "../../etc", "é", "__class__"):
        assert deliver(outside, repository, "ping", {"a": name}, **{"X-GitHub-Delivery": name}) == 200
        assert deliver(outside, repository, name, {}) == 202


def test_a_payload_sets_nothing_but_what_it_is_about(outside: Client, repository: Repository, lin: User):
    """Fields of our rows in it are not ours."""
    more: Any = {
        "plan_state": "applied", "destroys": 9, "repository_id": 9, "plans_base": "x", "checked_at": "x",
        "id": 7, "team": 1, "webhook_version": 9,
    }  # fmt: skip
    before = Repository.objects.values("team", "webhook_version", "url", "comments").get()
    assert deliver(outside, repository, "pull_request", {**more, "pull_request": github_pull(**more)}) == 200
    row = PullRequest.objects.get()
    assert (row.repository, row.plan_state, row.destroys, row.plans_base) == (repository, "none", 0, "")
    assert Repository.objects.values("team", "webhook_version", "url", "comments").get() == before
