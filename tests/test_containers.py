"""The image and the composition: read as text, and their very commands run here on real servers."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
import yaml

from tests import servers
from tests.gitrepo import GitRepo
from tests.servers import kill, needs, until

ROOT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("build")}
DOCKERFILE = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
IN_IMAGE = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
SECRETS = {"POSTGRES_PASSWORD", "RUNGS_SECRET_KEY"}
VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")


def orders(word: str) -> list[str]:
    """What follows `word` in the Dockerfile."""
    return re.findall(rf"^(?:.* )?{word} (.*)$", DOCKERFILE, re.M)


def command(words: str) -> list[str]:
    found: list[str] = yaml.safe_load(words)
    return found


def test_the_composition_has_every_part_and_knows_when_it_is_well():
    assert SERVICES.keys() == {"postgres", "redis", "migrate", "web", "worker", "planner", "tick"}
    assert OURS.keys() == {"migrate", "web", "worker", "planner", "tick"}
    for name, service in SERVICES.items():
        well = "healthcheck" in service or (name == "web" and orders("HEALTHCHECK"))
        assert well, f"{name} has no health check"
        assert re.search(r":[\w.-]*\d|^rungs$", service["image"]), f"{name} is not pinned"
        assert service["restart"] in ("unless-stopped", "on-failure")
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]


def test_what_is_kept_lies_in_volumes_that_are_declared():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", ())}
    assert used == COMPOSE["volumes"].keys() == {"postgres", "redis", "mirrors", "plans"}


def test_no_part_of_ours_has_more_rights_than_it_needs():
    for service in OURS.values():
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["read_only"] is True
    (user,) = orders("USER")
    assert user not in ("root", "0")
    assert DOCKERFILE.index("USER ") > DOCKERFILE.rindex("RUN ")


def test_no_secret_has_a_default_and_all_come_from_the_environment():
    text = (ROOT / "docker-compose.yml").read_text()
    used = VARIABLE.findall(text)
    assert {kind for name, kind, _ in used if name in SECRETS} == {"?"}
    example = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / "rungs.env.example").read_text(), re.M))
    assert {name for name, kind, _ in used if kind == "?"} <= example.keys()
    assert {example[name] for name in SECRETS} == {""}
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


def test_every_variable_is_a_setting_and_every_setting_can_be_given():
    page = (ROOT / "docs" / "settings.md").read_text()
    documented = set(re.findall(r"`((?:RUNGS_[A-Z_]+)|DATABASE_URL|BROKER_URL)`", page))
    elsewhere = {
        "RUNGS_DATA",
        "RUNGS_DEBUG",
        "RUNGS_LOG_FORMAT",
        "RUNGS_ALLOW_SSH",
        "RUNGS_ALLOW_LOCAL_PATHS",
    }
    for service in OURS.values():
        given = service["environment"].keys()
        assert given <= documented
        assert {name for name in documented if not name.endswith("_FILE")} - given == elsewhere


def test_the_image_is_made_of_pinned_parts_that_exist():
    assert all(re.fullmatch(r"[\w/]+:\d[\w.]*-[\w-]+( AS \w+)?", image) for image in orders("FROM"))
    assert [name for name in IN_IMAGE if name != "locale" and not (ROOT / name).exists()] == []
    sources = [order.split()[0] for order in orders("COPY") if not order.startswith("--from")]
    assert sources == ["requirements.txt", "."]
    assert "requirements.txt" in IN_IMAGE
    assert "--require-hashes" in DOCKERFILE
    locked = (ROOT / "requirements.txt").read_text().replace("\\\n", "")
    lines = [line for line in locked.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    assert [line for line in lines if "--hash=sha256:" not in line or "==" not in line] == []


class Containers:
    """What Docker would do: the image's files alone, another user, and the composition's environment."""

    def __init__(self, folder: Path, database: str, broker: str) -> None:
        self.folder = folder
        self.image = folder / "app"
        self.user = "nobody" if os.geteuid() == 0 and can_run_python("nobody") else None
        self.port = free_port()
        self.env = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOSTNAME": socket.gethostname(),
            "HOME": str(folder / "nothing"), "PYTHONDONTWRITEBYTECODE": "1",
            **self.resolved(OURS["web"]["environment"]),
            "DATABASE_URL": database, "BROKER_URL": broker,
        }  # fmt: skip
        for name in IN_IMAGE:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, self.image / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, self.image / name)

    def resolved(self, environment: dict[str, str]) -> dict[str, str]:
        file = {
            "RUNGS_SECRET_KEY": "a key of fifty characters, made for this test alone",
            "RUNGS_URL": "https://rungs.example.com", "RUNGS_BEHIND_PROXY": "1", "POSTGRES_PASSWORD": "x",
        }  # fmt: skip
        return {
            name: VARIABLE.sub(lambda found: file.get(found[1], found[3] if found[2] == "-" else ""), value)
            for name, value in environment.items()
        }

    def start(self, name: str, argv: list[str], **more: str) -> subprocess.Popen[bytes]:
        data = self.folder / f"data-{name}"
        data.mkdir(exist_ok=True)
        if self.user:
            shutil.chown(data, self.user)
        argv = [word.replace("0.0.0.0:8000", f"127.0.0.1:{self.port}") for word in argv]
        argv[0] = shutil.which(argv[0], path=self.env["PATH"]) or argv[0]
        env = {**self.env, "RUNGS_DATA": str(data), **more}
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                argv, env=env, cwd=self.image, user=self.user, extra_groups=[] if self.user else None,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def run(self, name: str, argv: list[str]) -> None:
        code = self.start(name, argv).wait(60)
        assert code == 0, self.log(name)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def answers(self, path: str) -> bool:
        try:
            with urlopen(Request(f"http://127.0.0.1:{self.port}{path}"), timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def can_run_python(user: str) -> bool:
    """Not when it lies in root's own folder."""
    try:
        return (
            subprocess.run([sys.executable, "-c", ""], user=user, extra_groups=[], check=False).returncode
            == 0
        )
    except PermissionError:
        return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def containers() -> Iterator[Containers]:
    folder = Path(tempfile.mkdtemp(prefix="rungs-containers-"))
    folder.chmod(0o755)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        stack.enter_context(servers.postgres(folder / "postgres"))
        broker = stack.enter_context(servers.redis(folder / "redis"))
        (folder / "redis" / "socket").chmod(0o777)
        yield Containers(folder, f"postgres://postgres@/postgres?host={folder}/postgres", broker)


SCAN = """
import sys, time, django
django.setup()
from maturity import actions, tasks
repository = actions.connect_repository(None, sys.argv[1], local=True)
run = actions.request_scan(None, repository)
tasks.send(run.pk)
for _ in range(400):
    time.sleep(0.05)
    run.refresh_from_db()
    if not run.is_open:
        break
sys.exit(run.state != "finished")
"""


@needs("initdb", "redis-server")
def test_the_commands_of_the_composition_work_together(containers):
    (build,) = re.findall(r"RUN RUNGS_DATA=\S+ (python manage.py collectstatic .*?) &&", DOCKERFILE)
    containers.image.chmod(0o777)  # while it is built
    containers.run("build", shlex.split(build))
    containers.image.chmod(0o755)
    containers.run("migrate", OURS["migrate"]["command"])
    (admin,) = re.findall(r"compose run --rm web (.*)`", (ROOT / "docker-compose.yml").read_text())
    containers.run("admin", shlex.split(admin))
    assert "Make the first administrator: " in containers.log("admin")
    web = containers.start("web", command(orders("CMD")[-1]))
    parts = [web, *(containers.start(name, OURS[name]["command"]) for name in ("worker", "planner", "tick"))]
    try:
        until(lambda: containers.answers("/readyz"), "the start of the web server")
        (check,) = re.findall(r"CMD (\[.*\])", orders("HEALTHCHECK")[0])
        containers.run("health", command(check.replace("127.0.0.1:8000", f"127.0.0.1:{containers.port}")))
        containers.run("tick-health", OURS["tick"]["healthcheck"]["test"][1:])
        for name in ("worker", "planner"):
            ping = ["sh", "-c", OURS[name]["healthcheck"]["test"][1].replace("$$", "$")]
            until(lambda: containers.start("ping", ping).wait(60) == 0, f"the answer of the {name}")  # noqa: B023
        repo = GitRepo(containers.folder / "infra")
        repo.commit({"main.tf": 'terraform {\n  backend "s3" {}\n}\n'})
        scan = containers.start(
            "scan", ["python", "-c", SCAN, str(repo.path)], DJANGO_SETTINGS_MODULE="config.settings"
        )
        assert scan.wait(60) == 0, containers.log("worker")
        first = children(web.pid)
        for pid in first:
            os.kill(pid, signal.SIGKILL)
        until(lambda: not first & children(web.pid) and containers.answers("/readyz"), "new web processes")
        assert [part.poll() for part in parts] == [None] * 4
    finally:
        for part in parts:
            kill(part)
    assert "Traceback" not in "".join(
        map(containers.log, ("build", "migrate", "web", "worker", "planner", "tick"))
    )


def children(pid: int) -> set[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return {int(line) for line in listed.stdout.split()}
