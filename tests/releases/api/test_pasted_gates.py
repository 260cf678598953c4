"""The shell of each snippet is run as its system would, against a real server."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from maturity.core.syntax.yaml import Scalar, documents, walk
from releases.core.snippets import Way, all_snippets
from releases.models import Deployment, Release
from tests.factories import make_token
from tests.releases.api.conftest import SECRET
from tests.releases.factories import ARTIFACT
from tests.releases.gates import Settable
from tests.releases.scene import Scene
from tests.servers import needs

pytestmark = [pytest.mark.django_db(transaction=True), needs("curl", "bash")]
SNIPPETS = {one.name: one for one in all_snippets()}
TAG = "v2.14.0"
COMMIT = "c0" * 20
TOLD = {
    "github-actions": {"GITHUB_REF_NAME": TAG, "GITHUB_SHA": COMMIT, "GITHUB_RUN_ID": "7",
                       "GITHUB_RUN_ATTEMPT": "1",
                       "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "acme/shell"},
    "gitlab-ci": {"CI_COMMIT_REF_NAME": TAG, "CI_COMMIT_SHA": COMMIT, "CI_JOB_ID": "7",
                  "CI_JOB_URL": "https://gitlab.example/7"},
    "jenkins": {"TAG_NAME": TAG, "GIT_COMMIT": COMMIT, "BUILD_TAG": "shell-7", "BUILD_URL": "https://jenkins.example/7/"},
    "circleci": {"CIRCLE_TAG": TAG, "CIRCLE_SHA1": COMMIT, "CIRCLE_WORKFLOW_ID": "7", "CIRCLE_BUILD_NUM": "1",
                 "CIRCLE_BUILD_URL": "https://circleci.example/7"},
    "azure-pipelines": {"BUILD_SOURCEBRANCHNAME": TAG, "BUILD_SOURCEVERSION": COMMIT, "BUILD_BUILDID": "7",
                        "SYSTEM_JOBATTEMPT": "1",
                        "SYSTEM_COLLECTIONURI": "https://dev.azure.com/a/", "SYSTEM_TEAMPROJECTID": "b"},
    "bitbucket": {"BITBUCKET_TAG": TAG, "BITBUCKET_COMMIT": COMMIT, "BITBUCKET_STEP_UUID": "{7}",
                  "BITBUCKET_BUILD_NUMBER": "7",
                  "BITBUCKET_GIT_HTTP_ORIGIN": "https://bitbucket.org/acme/shell"},
    "buildkite": {"BUILDKITE_TAG": TAG, "BUILDKITE_JOB_ID": "7",
                  "BUILDKITE_BUILD_URL": "https://buildkite.example/7"},
    "shell": {"VERSION": TAG, "COMMIT": COMMIT, "RUN": "7"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def gates() -> Iterator[Settable]:
    with Settable().in_place() as gates:
        yield gates


@pytest.fixture
def scene(live_server: Any) -> Scene:
    scene = Scene()
    make_token(None, SECRET, team=scene.team, verbs=["release", "gate"])
    return scene


def shell_of(system: str, text: str) -> str:
    if system == "shell":
        return text
    if system == "jenkins":
        return text.split("'''", 1)[1].rpartition("'''")[0].replace("\\\\", "\\")
    (script,) = (
        str(node) for node in walk(*documents(text.encode()))
        if isinstance(node, Scalar) and "curl -sS" in node
    )  # fmt: skip
    return script.replace("$$", "$") if system == "buildkite" else script


def run(system: str, url: str, folder: Path, part: str = "before", **env: str) -> Any:
    written = SNIPPETS[system].write(Way(url=url))
    script = shell_of(system, getattr(written, part)).replace("sleep 5", "sleep 0")
    own = {"PATH": os.environ["PATH"], "RUNGS_TOKEN": SECRET, "GATE_WAIT": "0", **TOLD[system], **env}
    return subprocess.run(
        ["bash", "-e", "-c", f"{script}\necho deployed"], cwd=folder, text=True, capture_output=True,
        check=False, env=own, timeout=60,
    )  # fmt: skip


def test_every_snippet_is_run_here():
    assert TOLD.keys() == SNIPPETS.keys()


@pytest.mark.parametrize("system", sorted(TOLD))
def test_it_goes_when_it_may_and_tells_of_what_it_did(
    scene: Scene, live_server: Any, tmp_path: Path, system: str
):
    scene.approve()
    done = run(system, live_server.url, tmp_path)
    assert (done.returncode, done.stdout, scene.state) == (0, "deployed\n", "rolling"), done.stderr
    told = run(system, live_server.url, tmp_path, "after", ARTIFACT=ARTIFACT)
    assert told.returncode == 0, told.stdout + told.stderr
    assert (Deployment.objects.get().version, scene.state) == ("2.14.0", "completed")
    assert list(tmp_path.iterdir()) == []
    assert SECRET not in done.stdout + done.stderr + told.stdout + told.stderr


@pytest.mark.parametrize("system", sorted(TOLD))
def test_what_came_to_stage_is_told_with_its_commit(
    scene: Scene, live_server: Any, tmp_path: Path, system: str
):
    told = run(system, live_server.url, tmp_path, "stage", ARTIFACT=ARTIFACT)
    assert told.returncode == 0, told.stdout + told.stderr
    found = Deployment.objects.get()
    assert (found.environment, found.version, found.artifact) == ("stage", "2.14.0", ARTIFACT)
    assert found.commit == ("" if system == "buildkite" else COMMIT)  # which asks git: there is none here


def test_the_commit_of_the_job_is_not_taken_for_that_of_another_version(
    scene: Scene, live_server: Any, tmp_path: Path
):
    run("github-actions", live_server.url, tmp_path, "after", VERSION="2.13.0")
    assert (Deployment.objects.get().version, Deployment.objects.get().commit) == ("2.13.0", "")


@pytest.mark.parametrize("system", sorted(TOLD))
def test_it_ends_with_1_and_the_reasons_when_it_is_blocked(
    scene: Scene, live_server: Any, tmp_path: Path, system: str
):
    scene.submit()
    done = run(system, live_server.url, tmp_path)
    assert (done.returncode, "deployed" in done.stdout) == (1, False), done.stderr
    assert '"item": "ops.owner"' in done.stdout


def test_what_never_may_go_is_not_waited_for(scene: Scene, live_server: Any, tmp_path: Path):
    Release.objects.update(state="abandoned")
    assert run("shell", live_server.url, tmp_path, GATE_WAIT="3600").returncode == 1


def test_another_artifact_than_the_one_signed_off_is_blocked(scene: Scene, live_server: Any, tmp_path: Path):
    scene.approve()
    done = run("shell", live_server.url, tmp_path, ARTIFACT="sha256:" + "b" * 64, GATE_WAIT="3600")
    assert (done.returncode, scene.state) == (1, "approved")


@pytest.mark.parametrize("wrong", [{"RUNGS_TOKEN": "guessed"}, {"VERSION": "9.9.9"}])
def test_it_ends_with_2_when_something_is_wrong(
    scene: Scene, live_server: Any, tmp_path: Path, wrong: dict[str, str]
):
    done = run("shell", live_server.url, tmp_path, GATE_WAIT="3600", **wrong)
    assert done.returncode == 2
    assert '"error": ' in done.stdout


def test_it_ends_with_3_when_the_time_is_over(scene: Scene, live_server: Any, tmp_path: Path):
    scene.submit()
    assert run("shell", live_server.url, tmp_path, GATE_WAIT="1").returncode == 3


def test_a_server_that_is_away_lets_nothing_through(tmp_path: Path):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        done = run("shell", away, tmp_path)
    assert (done.returncode, "deployed" in done.stdout) == (2, False)
