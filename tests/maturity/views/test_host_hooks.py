"""One webhook for all repositories of a host."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest
from django.test import Client

from maturity.actions.pulls.everywhere import rotate_host_secrets, secret_of_host
from maturity.models import Delivery, PullRequest, Repository, User
from tests.factories import make_repository
from tests.servers_hosts import github_pull, gitlab_merge

pytestmark = pytest.mark.django_db


def send(host: str, payload: Any, secret: str = "", delivery: str = "1") -> Any:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    secret = secret or secret_of_host(host)
    signed = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": f"sha256={signed}", "X-GitHub-Event": "pull_request"}
    headers["X-GitHub-Delivery"] = delivery
    if host == "gitlab":
        headers = {"X-Gitlab-Token": secret, "X-Gitlab-Event": "Merge Request Hook"}
    return Client().post(f"/hooks/all/{host}/", body, "application/json", headers=headers)


def opened(host: str, url: str) -> dict[str, Any]:
    if host == "github":
        return {"action": "opened", "repository": {"html_url": url}, "pull_request": github_pull(7)}
    return {"project": {"web_url": url}, "object_attributes": gitlab_merge(7, author_id=1)}


@pytest.fixture(params=["github", "gitlab"])
def repository(request: pytest.FixtureRequest) -> Repository:
    make_repository("other", host=request.param)
    url = "https://git.example/acme/network"
    return make_repository("acme/network", host=request.param, url=f"{url}.git", web_url=url)


def test_the_repository_it_tells_of_is_found(repository: Repository):
    payload = opened(repository.host, repository.web_url)
    assert send(repository.host, payload).status_code == 200
    assert [one.repository for one in PullRequest.objects.all()] == [repository]


def test_the_same_delivery_does_nothing_twice(repository: Repository):
    payload = opened(repository.host, repository.web_url)
    send(repository.host, payload)
    assert b"taken already" in send(repository.host, payload).content
    assert Delivery.objects.count() == 1


def test_a_repository_that_is_not_connected_is_none_of_ours(repository: Repository):
    for url in ("https://git.example/acme/else", "", "x" * 9000, "a\0b", 7, None):
        answer = send(repository.host, opened(repository.host, url))  # type: ignore[arg-type]
        assert answer.status_code == 202
        assert b"no repository that is connected here" in answer.content
    Repository.objects.update(archived=True)
    assert send(repository.host, opened(repository.host, repository.web_url)).status_code == 202


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"{}", b'{"repository": 7, "project": []}', b"[" * 9000])
def test_garbage_with_a_good_signature_does_nothing(repository: Repository, body: bytes):
    assert send(repository.host, body).status_code == 202


def test_a_wrong_secret_learns_nothing(repository: Repository, lin: User):
    payload, before = opened(repository.host, repository.web_url), secret_of_host(repository.host)
    other = "gitlab" if repository.host == "github" else "github"
    assert send(repository.host, payload, "whsec_eA==").status_code == 403
    assert send(repository.host, payload, secret_of_host(other)).status_code == 403
    rotate_host_secrets(lin)
    assert send(repository.host, payload, before).status_code == 403
    assert send(repository.host, payload).status_code == 200


def test_a_host_nobody_knows_is_refused(repository: Repository):
    assert Client().post("/hooks/all/evil/", b"{}", "application/json").status_code == 403
    assert Client().get("/hooks/all/github/").status_code == 405


def test_a_body_without_end_is_not_read(repository: Repository, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("maturity.views.hooks.MOST", 1_000)
    assert send(repository.host, b"x" * 2_000).status_code == 413
