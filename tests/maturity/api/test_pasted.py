"""The shell of each snippet is run as its system would, against a real server; terraform is a stand-in."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from maturity.core.snippets import Place, all_snippets
from maturity.models import DriftCheck, Plan, Stack
from tests.factories import make_repository, make_stack, make_token
from tests.maturity.api.conftest import SECRET
from tests.maturity.api.plans import CLEAN, DRIFTED, FOLDER
from tests.maturity.core.snippets.scripts import scripts_of
from tests.servers import needs

SNIPPETS = {one.name: one for one in all_snippets()}
SHA = "c0ffee1c0ffee1c0ffee1c0ffee1c0ffee1c0ffe"
TERRAFORM = """\
#!/bin/sh
case "$1" in
  init) exit "${INIT:-0}" ;;
  plan) echo "No changes. Or some."; : > "$PWD/rungs.tfplan"; exit "$CODE" ;;
  show) cat "$SHOWN" ;;
  *) exit 9 ;;
esac
"""
GIT = f"#!/bin/sh\necho {SHA}\n"
RUN: dict[str, dict[str, str]] = {
    "github-actions": {
        "COMMIT": SHA, "GITHUB_REF_NAME": "main", "GITHUB_RUN_ID": "7", "GITHUB_RUN_ATTEMPT": "1",
        "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "acme/network",
    },
    "gitlab-ci": {
        "CI_COMMIT_SHA": SHA, "CI_COMMIT_REF_NAME": "main", "CI_JOB_ID": "7",
        "CI_JOB_URL": "https://gitlab.example/acme/network/-/jobs/7",
    },
    "jenkins": {
        "GIT_COMMIT": SHA, "BRANCH_NAME": "main", "BUILD_TAG": "jenkins-network-main-7",
        "BUILD_URL": "https://jenkins.example/job/net%20work/7/",
    },
    "circleci": {
        "CIRCLE_SHA1": SHA, "CIRCLE_BRANCH": "main", "CIRCLE_WORKFLOW_ID": "7", "CIRCLE_BUILD_NUM": "1",
    },
    "azure-pipelines": {
        "BUILD_SOURCEVERSION": SHA, "BUILD_SOURCEBRANCH": "refs/heads/main", "BUILD_BUILDID": "7",
        "SYSTEM_COLLECTIONURI": "https://dev.azure.com/acme/", "SYSTEM_TEAMPROJECTID": "network",
    },
    "bitbucket": {
        "BITBUCKET_COMMIT": SHA, "BITBUCKET_BRANCH": "main", "BITBUCKET_STEP_UUID": "{7}",
        "BITBUCKET_GIT_HTTP_ORIGIN": "https://bitbucket.org/acme/network", "BITBUCKET_BUILD_NUMBER": "7",
    },
    "atlantis": {
        "PULL_NUM": "214", "HEAD_COMMIT": SHA, "PULL_URL": "https://github.com/acme/network/pull/214",
        "PLANFILE": "rungs.tfplan",
    },
    "shell": {},
}  # fmt: skip
PULL = {
    "github-actions": {"PULL": "214", "GITHUB_REF_NAME": "214/merge"},
    "gitlab-ci": {"CI_MERGE_REQUEST_IID": "214", "CI_COMMIT_REF_NAME": "feature"},
    "jenkins": {"CHANGE_ID": "214", "BRANCH_NAME": "PR-214"},
    "circleci": {"CIRCLE_PULL_REQUEST": "https://github.com/acme/network/pull/214", "CIRCLE_BRANCH": "x"},
    "azure-pipelines": {"SYSTEM_PULLREQUEST_PULLREQUESTNUMBER": "214", "BUILD_SOURCEBRANCH": "refs/pull/214"},
    "bitbucket": {"BITBUCKET_PR_ID": "214", "BITBUCKET_BRANCH": "feature"},
    "atlantis": {},
    "shell": {"PULL": "214"},
}
CLOCKED = sorted(RUN.keys() - {"atlantis"})
pytestmark = [pytest.mark.django_db(transaction=True), needs("curl", "gzip", "bash")]


@pytest.fixture
def prod(live_server: Any, data: Path) -> Stack:
    repository = make_repository("acme/network")
    make_token(repository, SECRET)
    return make_stack(repository, "live/prod")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with a stack in it, and beside it the programs that stand in."""
    programs, stack = tmp_path / "programs", tmp_path / "checkout" / "live" / "prod"
    programs.mkdir()
    stack.mkdir(parents=True)
    for name, text in {
        "terraform": TERRAFORM,
        "tofu": TERRAFORM,
        "terragrunt": TERRAFORM,
        "git": GIT,
    }.items():
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    return stack


def run(
    script: str, folder: Path, case: str, code: int, env: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    enters = "\ncd live/prod\n" in f"\n{script}"
    own = {"PATH": f"{folder.parents[2] / 'programs'}:{os.environ['PATH']}", "RUNGS_TOKEN": SECRET}
    told = {"CODE": str(code), "SHOWN": str(FOLDER / f"{case}.plan.json")}
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder.parents[1] if enters else folder, text=True,
        capture_output=True, check=False, env={**own, **told, **env}, timeout=60,
    )  # fmt: skip


def scripts(system: str, url: str, **more: Any) -> list[str]:
    return scripts_of(system, SNIPPETS[system].write(Place(url=url, **more)))


def test_every_snippet_is_run_here():
    assert RUN.keys() == PULL.keys() == SNIPPETS.keys()


@pytest.mark.parametrize(
    ("code", "case", "outcome", "finding"),
    [(0, CLEAN, "finished", "in_sync"), (2, DRIFTED, "finished", "drifted"), (1, DRIFTED, "errored", "")],
)
@pytest.mark.parametrize("system", CLOCKED)
def test_each_exit_code_becomes_the_check_it_means(
    prod: Stack, live_server: Any, folder: Path, system: str, code: int, case: str, outcome: str, finding: str
):
    done = run(scripts(system, live_server.url)[0], folder, case, code, RUN[system])
    assert done.returncode == (1 if code == 1 else 0), done.stderr
    check = DriftCheck.objects.get()
    assert (check.stack, check.outcome, check.finding, check.commit) == (prod, outcome, finding, SHA)
    assert list(folder.iterdir()) == []
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.parametrize("tool", ["opentofu", "terragrunt"])
def test_other_binaries_are_called_by_their_names(prod: Stack, live_server: Any, folder: Path, tool: str):
    done = run(scripts("shell", live_server.url, tool=tool)[0], folder, DRIFTED, 2, {})
    assert done.returncode == 0, done.stderr
    assert DriftCheck.objects.get().finding == "drifted"


def test_an_init_that_fails_is_a_failed_check(prod: Stack, live_server: Any, folder: Path):
    done = run(scripts("shell", live_server.url)[0], folder, CLEAN, 0, {"INIT": "1"})
    assert done.returncode == 1
    assert DriftCheck.objects.get().outcome == "errored"


@pytest.mark.parametrize("system", sorted(RUN))
def test_on_a_pull_request_it_is_the_plan_of_that(prod: Stack, live_server: Any, folder: Path, system: str):
    done = run(scripts(system, live_server.url)[0], folder, DRIFTED, 2, {**RUN[system], **PULL[system]})
    assert done.returncode == 0, done.stderr
    plan = Plan.objects.get()
    assert plan.pull_request is not None
    assert (plan.pull_request.number, plan.commit, DriftCheck.objects.count()) == (214, SHA, 0)


@pytest.mark.parametrize("system", sorted(RUN))
def test_after_an_apply_its_plan_is_kept(prod: Stack, live_server: Any, folder: Path, system: str):
    for script in scripts(system, live_server.url)[1:]:
        done = run(script, folder, DRIFTED, 2, RUN[system])
        assert done.returncode == 0, done.stderr
    assert Plan.objects.get().purpose == "apply"


def test_a_server_that_is_away_fails_a_drift_check_and_no_pull_request(folder: Path):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        script = scripts("shell", f"http://127.0.0.1:{nobody.getsockname()[1]}")[0].replace("--retry 3", "")
        assert run(script, folder, CLEAN, 0, {}).returncode == 1
        assert run(script, folder, CLEAN, 0, {"PULL": "7"}).returncode == 0
        assert run(script, folder, CLEAN, 1, {"PULL": "7"}).returncode == 1


def test_a_refusal_is_shown_in_the_log_of_the_job(prod: Stack, live_server: Any, folder: Path):
    script = scripts("shell", live_server.url, query="stack=live/prd")[0]
    done = run(script, folder, CLEAN, 0, {})
    assert done.returncode == 1
    assert '"error": "no stack is known in live/prd"' in done.stdout


def test_a_gigabyte_is_refused_on_the_wire_before_it_is_sent(prod: Stack, live_server: Any):
    address = urlsplit(live_server.url)
    assert address.hostname
    head = (
        f"POST /api/v1/runs?stack=live/prod&exit_code=2 HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {SECRET}\r\nContent-Length: {1 << 30}\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port), timeout=20) as wire:
        wire.sendall(head.encode() + b"{" * 1000)
        answer = wire.recv(65536)
    assert answer.startswith(b"HTTP/1.1 413 ")
