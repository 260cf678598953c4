"""Pipelines open releases and send evidence."""

from __future__ import annotations

import pytest

from maturity.models import Event
from releases.core.checklist import Checklist, Item, Kind, Proof
from releases.models import Application, CheckRun, Release
from tests.factories import make_team, make_token
from tests.releases.api.conftest import Talk
from tests.releases.factories import ARTIFACT, make_application, make_deployment, make_release

LINT = Item(key="iac.lint", title="The linter is content", kind=Kind.ATTESTED)
LIST = Checklist(items=(LINT, Item(key="ops.owner", title="On call", kind=Kind.MANUAL)))


def test_a_version_is_opened_by_its_job(shell: Application, post: Talk):
    response = post("releases", version="2.14.0", artifact=f"registry/ai-shell@{ARTIFACT}", author="lin")
    assert response.status_code == 201, response.json()
    told, release = response.json(), Release.objects.get()
    assert (told["id"], told["application"], told["state"]) == (release.pk, "ai-shell", "draft")
    assert (release.artifact, release.origin, release.author_name) == (ARTIFACT, "api", "lin")
    assert told["digest"] == release.digest != ""
    assert Event.objects.filter(kind="release.opened").count() == 1


def test_a_job_that_runs_twice_opens_one_release(shell: Application, post: Talk):
    assert post("releases", version="2.14.0", artifact=ARTIFACT).status_code == 201
    again = post("releases", version="2.14.0", artifact=ARTIFACT)
    assert (again.status_code, Release.objects.count()) == (200, 1)
    assert Event.objects.filter(kind="release.opened").count() == 1


def test_a_version_that_arrived_is_not_opened_anew(shell: Application, post: Talk):
    make_release(shell, "2.14.0", state="completed")
    assert post("releases", version="2.14.0").status_code == 200
    assert Release.objects.count() == 1


def test_a_version_that_came_to_nothing_is_tried_again(shell: Application, post: Talk):
    make_release(shell, "2.14.0", state="abandoned")
    assert post("releases", version="2.14.0", artifact=ARTIFACT).json()["attempt"] == 2


def test_another_artifact_by_the_same_version_is_refused(shell: Application, post: Talk):
    make_release(shell, "2.14.0")
    response = post("releases", version="2.14.0", artifact="sha256:" + "b" * 64)
    assert (response.status_code, Release.objects.count()) == (409, 1)
    assert response.json()["error"].startswith("version 2.14.0 is another artifact already")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "version: "), ({"version": ""}, "version: "), ({"version": "x" * 101}, "version: "),
        ({"version": "1/2"}, "slash"), ({"version": "1", "commit": "zzz"}, "commit: "),
        ({"version": "1", "artifact": "latest"}, "digest"), ({"version": "1", "verzion": "2"}, "verzion: "),
        ({"version": "1", "url": "javascript:alert(1)"}, "url: "), ({"version": "a\0b"}, "version: "),
        ({"version": "1", "note": "x" * 2001}, "note: "), ({"version": 1}, "version: "),
        ({"version": "1", "application": "nobody-s"}, "application: "),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_one_sentence(shell: Application, post: Talk, sent, words):
    response = post("releases", **sent)
    assert response.status_code == 422
    assert words in response.json()["error"]
    assert Release.objects.count() == 0


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"[1]", 422),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b" " * 2_700_000, 413),
    ],
)
def test_a_body_that_is_none_is_refused(shell: Application, post: Talk, raw: bytes, status: int):
    response = post("releases", raw=raw)
    assert (response.status_code, list(response.json())) == (status, ["error"])


def test_a_token_of_another_team_reaches_nothing(shell: Application, post: Talk, get: Talk):
    release = make_release(shell)
    make_token(None, "rungs_theirs", team=make_team("Theirs"), verbs=["release", "gate"])
    for path in (f"releases/{release.pk}", "releases/ai-shell@2.14.0", f"gates/{release.pk}"):
        assert get(path, secret="rungs_theirs").status_code == 404
    answers = [
        post("releases", secret="rungs_theirs", application="ai-shell", version="9"),
        post("deployments", secret="rungs_theirs", application="ai-shell", version="9", environment="prod"),
        post(f"releases/{release.pk}/evidence", secret="rungs_theirs", item="iac.lint", outcome="passed",
             digest=release.digest),
        post(f"gates/{release.pk}", secret="rungs_theirs", environment="prod", digest=release.digest),
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [422, 422, 404, 404]
    assert (Release.objects.count(), CheckRun.objects.count()) == (1, 0)


def test_a_token_of_the_repository_reaches_its_applications(shell: Application, post: Talk):
    make_token(shell.repository, "rungs_repo", verbs=["release"])
    make_application("other", team=shell.team)
    assert post("releases", secret="rungs_repo", version="1.0").status_code == 201
    assert "several" in post("releases", version="1.0").json()["error"]


@pytest.mark.parametrize("path", ["releases", "deployments", "gates/1", "releases/1/evidence"])
def test_a_token_without_the_verb_is_refused(shell: Application, post: Talk, path: str):
    make_token(None, "rungs_push", team=shell.team)
    assert post(path, secret="rungs_push").status_code == 403


@pytest.mark.parametrize("name", ["0", "99", "9" * 30, "ai-shell@", "ai-shell@9", "x" * 400, "²", "a\0@1"])
def test_a_release_nobody_knows_is_not_found(shell: Application, get: Talk, name: str):
    assert get(f"releases/{name.encode().hex() if chr(0) in name else name}").status_code == 404


def test_a_release_says_where_each_item_stands(shell: Application, get: Talk):
    release = make_release(shell, checklist=LIST)
    told = get("releases/ai-shell@2.14.0").json()
    assert [(one["item"], one["state"]) for one in told["items"]] == [
        ("iac.lint", "pending"), ("ops.owner", "pending"),
    ]  # fmt: skip
    assert (told["id"], told["digest"]) == (release.pk, release.digest)


def evidence(release: Release, **more: object) -> dict[str, object]:
    return {"item": "iac.lint", "outcome": "passed", "reason": "0 findings", "digest": release.digest, **more}


def test_evidence_answers_its_item(shell: Application, post: Talk):
    release = make_release(shell, checklist=LIST)
    sent = evidence(release, url="https://ci.example/7", values={"findings": 0})
    response = post(f"releases/{release.pk}/evidence", **sent)
    assert response.status_code == 201, response.json()
    row = CheckRun.objects.get()
    assert (row.item, row.outcome, row.source, row.by, row.values) == (
        "iac.lint", "passed", "api", "ci", {"findings": 0},
    )  # fmt: skip


def test_evidence_for_another_digest_is_a_conflict(shell: Application, post: Talk):
    release = make_release(shell, checklist=LIST)
    response = post(f"releases/{release.pk}/evidence", **evidence(release, digest="f" * 64))
    assert (response.status_code, CheckRun.objects.count()) == (409, 0)


def test_evidence_sent_twice_with_a_key_does_not_undo_what_came_between(shell: Application, post: Talk):
    release = make_release(shell, checklist=LIST)
    path = f"releases/{release.pk}/evidence"
    assert post(path, key="7", **evidence(release)).status_code == 201
    assert post(path, key="8", **evidence(release, outcome="failed")).status_code == 201
    again = post(path, key="7", **evidence(release))
    assert (again.status_code, again.json()["outcome"]) == (200, "failed")
    assert CheckRun.objects.count() == 2


def test_a_key_whose_evidence_was_refused_is_free_again(shell: Application, post: Talk):
    release = make_release(shell, checklist=LIST)
    path = f"releases/{release.pk}/evidence"
    assert post(path, key="7", **evidence(release, digest="f" * 64)).status_code == 409
    assert post(path, key="7", **evidence(release)).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"item": "ops.owner"}, {"item": "nothing"}, {"outcome": "fine"}, {"outcome": ""}, {"digest": "x"},
        {"values": {"a": [1]}}, {"values": {str(n): n for n in range(51)}}, {"values": {"a": "x" * 501}},
        {"url": "ftp://a"}, {"reason": "x" * 1001}, {"extra": 1},
    ],
)  # fmt: skip
def test_evidence_that_makes_no_sense_is_refused(shell: Application, post: Talk, wrong):
    release = make_release(shell, checklist=LIST)
    response = post(f"releases/{release.pk}/evidence", **evidence(release, **wrong))
    assert (response.status_code, CheckRun.objects.count()) == (422, 0)


def test_an_item_that_needs_an_address_is_refused_without(shell: Application, post: Talk):
    item = Item(key="ops.book", title="Runbook", kind=Kind.ATTESTED, proof=Proof.LINK)
    release = make_release(shell, checklist=Checklist(items=(item,)))
    response = post(f"releases/{release.pk}/evidence", **evidence(release, item="ops.book"))
    assert response.status_code == 422


def test_a_deployment_is_told_of_twice_and_recorded_once(shell: Application, post: Talk):
    sent = {"version": "2.14.0", "environment": "staging", "id": "run-7"}
    first = post("deployments", **sent, result="running", artifact=ARTIFACT)
    second = post("deployments", **sent, result="succeeded")
    assert [first.status_code, second.status_code] == [201, 201]
    assert first.json()["deployment"] == second.json()["deployment"]
    assert (second.json()["result"], second.json()["environment"]) == ("succeeded", "stage")
    row = shell.deployments.get()
    assert (row.artifact, row.origin, row.actor) == (ARTIFACT, "api", "ci")


def test_a_release_takes_its_artifact_from_what_came_to_stage(shell: Application, post: Talk):
    make_deployment(shell, "2.14.0")
    assert post("releases", version="2.14.0").json()["artifact"] == ARTIFACT


@pytest.mark.parametrize(
    "wrong",
    [{"environment": "moon"}, {"result": "fine"}, {"artifact": "latest"}, {"started_at": "yesterday"},
     {"version": ""}, {"url": "//x"}, {"id": "x" * 251}, {"foo": 1}],
)  # fmt: skip
def test_a_deployment_that_makes_no_sense_is_refused(shell: Application, post: Talk, wrong):
    response = post("deployments", **{"version": "1", "environment": "prod", **wrong})
    assert (response.status_code, shell.deployments.count()) == (422, 0)
