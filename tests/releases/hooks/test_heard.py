"""Deployments and tags that hosts tell of, through their webhooks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from maturity.models import Delivery, Event, Repository
from releases.models import Application, Deployment, Release
from tests.factories import make_repository
from tests.maturity.views.test_hooks import deliver, tell
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db
COMMIT, PAGE = "a" * 40, "https://github.com/acme/shell"


@pytest.fixture
def repository() -> Repository:
    return make_repository("acme/shell", url=PAGE)


@pytest.fixture
def application(repository: Repository) -> Application:
    return make_application("ai-shell", repository=repository, tags="v*", deploys=True)


@pytest.fixture
def project() -> Repository:
    return make_repository("acme/project", url="https://gitlab.com/acme/project", host="gitlab")


def status(state: str = "success", environment: str = "staging", **more: Any) -> dict[str, Any]:
    deployment = {"id": 7, "sha": COMMIT, "ref": "v2.14.0", "environment": environment,
                  "created_at": "2026-11-02T08:00:00Z", "creator": {"login": "lin"}}  # fmt: skip
    told = {"state": state, "created_at": "2026-11-02T08:05:00Z", "log_url": f"{PAGE}/actions/runs/1"}
    return {
        "deployment": {**deployment, **more.pop("deployment", {})}, "deployment_status": told,
        "repository": {"html_url": PAGE, "full_name": "acme/shell"}, **more,
    }  # fmt: skip


def send(repository: Repository, event: str, payload: dict[str, Any]) -> int:
    return deliver(Client(), repository, event, payload)


def test_a_deployment_is_recorded_while_it_runs_and_when_it_ends(
    repository: Repository, application: Application
):
    started = {name: value for name, value in status().items() if name != "deployment_status"}
    assert send(repository, "deployment", started) == 200
    assert Deployment.objects.get().result == "running"
    assert send(repository, "deployment_status", status()) == 200
    row = Deployment.objects.get()
    assert (row.version, row.environment, row.result, row.commit, row.artifact, row.actor) == (
        "2.14.0", "stage", "succeeded", COMMIT, "", "lin",
    )  # fmt: skip


def test_what_came_to_stage_opens_its_release_once(repository: Repository, application: Application):
    send(repository, "deployment_status", status())
    send(repository, "deployment_status", status(deployment={"id": 8}))
    release = Release.objects.get()
    assert (release.version, release.commit, release.origin, release.author_name) == (
        "2.14.0", COMMIT, "github", "lin",
    )  # fmt: skip
    assert (release.artifact, release.author) == ("", None)


@pytest.mark.parametrize(
    ("state", "environment", "deploys"),
    [("failure", "staging", True), ("success", "production", True), ("success", "staging", False)],
)
def test_nothing_else_opens_one(
    repository: Repository, application: Application, state: str, environment: str, deploys: bool
):
    Application.objects.update(deploys=deploys)
    send(repository, "deployment_status", status(state, environment))
    assert (Release.objects.count(), Deployment.objects.count()) == (0, 1)


def test_a_release_that_came_to_nothing_is_not_opened_again_by_a_host(
    repository: Repository, application: Application
):
    make_release(application, "2.14.0", state="abandoned")
    send(repository, "deployment_status", status())
    assert Release.objects.count() == 1


@pytest.mark.parametrize(
    "payload",
    [
        status("inactive"), status(environment="preview"), status(repository={"html_url": f"{PAGE}-fork"}),
        status(repository={"html_url": "https://github.com.evil.example/acme/shell"}),
        status(workflow_run={"head_repository": {"full_name": "mallory/shell"}}),
        {**status(), "repository": None},
    ],
)  # fmt: skip
def test_forks_other_repositories_and_other_places_are_passed_over(
    repository: Repository, application: Application, payload: dict[str, Any]
):
    assert send(repository, "deployment_status", payload) == 200
    assert (Release.objects.count(), Deployment.objects.count()) == (0, 0)


def test_a_branch_is_recorded_by_the_release_of_its_commit_or_by_the_commit(
    repository: Repository, application: Application
):
    send(repository, "deployment_status", status(deployment={"ref": "main"}))
    assert Deployment.objects.get().version == COMMIT[:12]
    make_release(application, "3.0.0", commit="b" * 40)
    send(repository, "deployment_status", status(deployment={"id": 8, "ref": "main", "sha": "b" * 40}))
    assert Deployment.objects.get(external_id="8").version == "3.0.0"


def test_a_deployment_keeps_the_version_it_was_first_told_of_with(
    repository: Repository, application: Application
):
    send(repository, "deployment_status", status("in_progress", deployment={"ref": "main"}))
    make_release(application, "3.0.0", commit=COMMIT)
    send(repository, "deployment_status", status(deployment={"ref": "main"}))
    row = Deployment.objects.get()
    assert (row.version, row.result) == (COMMIT[:12], "succeeded")


def test_of_several_applications_the_tag_says_which(repository: Repository, application: Application):
    other = make_application("worker", repository=repository, team=application.team, tags="worker/v*")
    send(repository, "deployment_status", status(deployment={"ref": "worker/v1.0"}))
    assert (other.deployments.get().version, application.deployments.count()) == ("1.0", 0)
    send(repository, "deployment_status", status(deployment={"id": 9, "ref": "main"}))
    assert Deployment.objects.count() == 1


def test_the_same_words_again_do_nothing(repository: Repository, application: Application):
    send(repository, "deployment_status", status())
    Deployment.objects.all().delete()
    assert send(repository, "deployment_status", status()) == 200
    assert Deployment.objects.count() == 0


def test_what_broke_on_the_way_may_be_sent_again(
    repository: Repository, application: Application, monkeypatch
):
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("releases.hooks.github_deployments.hear_deployment", broken)
        with pytest.raises(RuntimeError):
            send(repository, "deployment_status", status())
    assert Delivery.objects.count() == 0
    assert send(repository, "deployment_status", status()) == 200
    assert Deployment.objects.count() == 1


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("create", {"ref": "v2.14.0", "ref_type": "tag", "sender": {"login": "lin"}}),
        ("release", {"action": "published", "release": {"tag_name": "v2.14.0", "author": {"login": "lin"}}}),
    ],
)
def test_a_tag_opens_a_release(repository: Repository, application: Application, event: str, payload):
    assert send(repository, event, {**payload, "repository": {"html_url": PAGE}}) == 200
    release = Release.objects.get()
    assert (release.version, release.author_name, release.artifact) == ("2.14.0", "lin", "")
    assert Event.objects.filter(kind="release.opened").count() == 1


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("create", {"ref": "v2", "ref_type": "branch"}), ("create", {"ref": "2.14.0", "ref_type": "tag"}),
        ("release", {"action": "deleted", "release": {"tag_name": "v2"}}),
        ("release", {"action": "published", "release": {"tag_name": "v2", "draft": True}}),
    ],
)  # fmt: skip
def test_no_other_name_opens_one(repository: Repository, application: Application, event: str, payload):
    assert send(repository, event, {**payload, "repository": {"html_url": PAGE}}) == 200
    assert Release.objects.count() == 0


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("deployment", {}), ("deployment", {"deployment": {"id": "x"}}), ("create", {"ref_type": "tag"}),
        ("release", {"release": []}), ("deployment", []),
        ("deployment_status", {"deployment": {"id": 1}, "deployment_status": 1}),
    ],
)  # fmt: skip
def test_another_form_is_refused(repository: Repository, application: Application, event: str, payload):
    assert send(repository, event, payload) == 400
    assert (Release.objects.count(), Deployment.objects.count()) == (0, 0)


def test_a_wrong_signature_records_nothing(repository: Repository, application: Application):
    assert deliver(Client(), repository, "deployment_status", status(), secret="guessed") == 403
    assert Deployment.objects.count() == 0


def gitlab(status: str = "success", **more: Any) -> dict[str, Any]:
    return {
        "object_kind": "deployment", "status": status, "deployment_id": 15, "environment": "staging",
        "ref": "v2.14.0", "commit_url": f"https://gitlab.com/acme/project/-/commit/{COMMIT}",
        "deployable_url": "https://gitlab.com/acme/project/-/jobs/796", "user": {"username": "lin"},
        "status_changed_at": "2026-11-02 08:05:00 +0000",
        "project": {"web_url": "https://gitlab.com/acme/project"}, **more,
    }  # fmt: skip


def test_gitlab_tells_of_deployments_too(project: Repository):
    application = make_application("ai-shell", repository=project, tags="v*", deploys=True)
    assert tell(Client(), project, "Deployment Hook", gitlab("running")) == 200
    assert tell(Client(), project, "Deployment Hook", gitlab()) == 200
    row = application.deployments.get()
    assert (row.version, row.commit, row.result, row.origin) == ("2.14.0", COMMIT, "succeeded", "gitlab")
    assert Release.objects.get().origin == "gitlab"


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("Tag Push Hook", {"ref": "refs/tags/v2.14.0", "after": "b" * 40, "checkout_sha": COMMIT,
                           "user_username": "lin", "user_email": "lin@example.com"}),
        ("Release Hook", {"action": "create", "tag": "v2.14.0", "url": "https://gitlab.com/r",
                          "commit": {"id": COMMIT, "author": {"name": "lin", "email": "lin@example.com"}}}),
    ],
)  # fmt: skip
def test_gitlab_s_tags_open_releases(project: Repository, event: str, payload: dict[str, Any]):
    make_application("ai-shell", repository=project, tags="v*")
    assert tell(Client(), project, event, {**payload, "project": gitlab()["project"]}) == 200
    release = Release.objects.get()
    assert (release.version, release.commit, release.author_email) == ("2.14.0", COMMIT, "lin@example.com")


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("Tag Push Hook", {"ref": "refs/tags/v2", "after": "0" * 40}),
        ("Release Hook", {"action": "delete", "tag": "v2"}),
        ("Deployment Hook", gitlab("skipped")),
        ("Deployment Hook", gitlab(project={"web_url": "https://gitlab.com/mallory/project"})),
    ],
)
def test_what_gitlab_took_away_opens_nothing(project: Repository, event: str, payload: dict[str, Any]):
    make_application("ai-shell", repository=project, tags="v*", deploys=True)
    assert tell(Client(), project, event, {"project": gitlab()["project"], **payload}) == 200
    assert (Release.objects.count(), Deployment.objects.count()) == (0, 0)
