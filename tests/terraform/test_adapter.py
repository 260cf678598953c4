"""The terraform adapter with a fake terraform: what it is told, what it sees, and every way to fail."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest

from maturity.adapters import terraform
from maturity.adapters.errors import AdapterError
from maturity.adapters.terraform import Job, Log, planning
from tests.servers import until
from tests.terraform.fake import SLOW, STUBBORN, Fake

FILES = {"live/prod/main.tf": "", "live/prod/prod.tfvars": "", "vars/eu.tfvars": ""}
NEW = re.compile(r"\b(apply|destroy|import|taint|force-unlock|-upgrade|state)\b")


class Stop(Exception):
    """Somebody asked for the end."""


class Run:
    """One plan of live/prod: what came out is here afterwards, also when it failed."""

    def __init__(self, look: Callable[[str, str], None] = lambda *_: None, **fields) -> None:
        self.log = Log()
        self.said: list[tuple[str, str]] = []
        self.look = look
        given = {"tool": "terraform", "directory": "live/prod", **fields}
        with terraform.place("run-1") as place:
            self.place = place
            for name, text in FILES.items():
                (place.files / name).parent.mkdir(parents=True, exist_ok=True)
                (place.files / name).write_text(text)
            self.reading = terraform.plan(Job(**given), place, self.log, self._look)

    def _look(self, phase: str, progress: str) -> None:
        self.said.append((phase, progress))
        self.look(phase, progress)


def failing(**fields) -> str:
    with pytest.raises(AdapterError) as told:
        Run(**fields)
    return told.value.message


def test_a_plan_is_made_by_four_commands_that_change_nothing(fake):
    run = Run(variables=("prod.tfvars", "/vars/eu.tfvars"), workspace="eu-1")
    init, select, plan, show = fake.calls()
    files = run.place.files
    assert init == "init -input=false -no-color -lockfile=readonly"
    assert select == "workspace select eu-1"
    assert plan == (
        f"plan -json -out={run.place.out}/plan -detailed-exitcode -lock=false -input=false"
        f" -var-file={files}/live/prod/prod.tfvars -var-file={files}/vars/eu.tfvars"
    )
    assert show == f"show -json {run.place.out}/plan"
    assert not NEW.search("\n".join(fake.calls()))


def test_what_was_planned_is_read_and_told(fake):
    run = Run()
    assert (run.reading.counts.update, run.reading.errored) == (1, False)
    assert list(dict(run.said)) == ["init", "plan", "show", "reading"]
    assert run.log.text().splitlines() == [
        "initialized", "Terraform 1.11.4", "aws_vpc.a: Refreshing state... [id=vpc-1]",
        "aws_vpc.b: Refreshing state... [id=vpc-2]", "aws_vpc.a: Plan to update",
        "Plan: 0 to add, 1 to change, 0 to destroy.",
    ]  # fmt: skip


def test_progress_comes_from_the_stream_while_it_runs(fake):
    def look(phase: str, progress: str) -> None:
        if progress == "1 changes planned":
            raise Stop

    fake.does(plan="cat {folder}/stream; sleep 60")
    with pytest.raises(Stop):
        Run(look)


def test_a_plan_sees_nothing_of_the_worker_but_what_it_needs(fake, monkeypatch, settings):
    hidden = {
        "RUNGS_SECRET_KEY": "hunter2", "DATABASE_URL": "postgres://hunter2", "TF_CLI_ARGS": "-hunter2",
        "TF_CLI_ARGS_plan": "-hunter2", "TF_LOG": "trace", "TF_VAR_password": "hunter2", "AWS_PROFILE": "x",
        "TF_WORKSPACE": "hunter2", "TF_CLI_CONFIG_FILE": "/hunter2", "AWS_SECRET_ACCESS_KEY": "hunter2",
        "TG_SOURCE": "/hunter2", "PYTHONPATH": "/hunter2",
    }  # fmt: skip
    for name, value in hidden.items():
        monkeypatch.setenv(name, value)
    run = Run(credentials={"AWS_SECRET_ACCESS_KEY": "given"})
    seen = fake.env("plan")
    assert "hunter2" not in str(seen)
    assert {"TF_LOG", "AWS_PROFILE", "TF_WORKSPACE", "TF_CLI_ARGS"} & seen.keys() == set()
    assert seen["AWS_SECRET_ACCESS_KEY"] == "given"
    assert {name: seen[name] for name in ("TF_IN_AUTOMATION", "TF_INPUT", "CHECKPOINT_DISABLE")} == {
        "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1",
    }  # fmt: skip
    assert seen["AWS_EC2_METADATA_DISABLED"] == "true"
    top = f"{run.place.top}/"
    assert all(seen[name].startswith(top) for name in ("HOME", "TF_DATA_DIR", "TF_CLI_CONFIG_FILE"))
    assert (seen["TMPDIR"], len(seen["TMPDIR"]) < 60) == (str(run.place.temp), True)  # sockets lie there


def test_a_configuration_of_the_installation_is_handed_over(fake, settings, tmp_path):
    config = tmp_path / "terraform.rc"
    config.touch()
    settings.RUNGS_TERRAFORM_CONFIG = str(config)
    Run()
    assert fake.env("init")["TF_CLI_CONFIG_FILE"] == str(config)


@pytest.mark.parametrize("config", ["terraform.rc", "/nonexistent/terraform.rc"])
def test_a_configuration_that_a_repository_could_bring_or_nobody_can_read_is_refused(fake, settings, config):
    settings.RUNGS_TERRAFORM_CONFIG = config
    assert failing().endswith(f"a file that can be read, by its whole path: {config}")
    assert fake.calls() == []


def test_the_place_is_for_us_alone_and_gone_afterwards(fake):
    modes = []
    run = Run(lambda *_: modes.append(next((fake.folder.parent / "data" / "plans").iterdir()).stat().st_mode))
    assert {mode & 0o777 for mode in modes} == {0o700}
    assert not run.place.top.exists()


def test_the_plan_file_is_gone_before_the_plan_is_read(fake, data):
    left: list[str] = []

    def look(phase: str, progress: str) -> None:
        if phase == "reading":
            left.extend(path.name for path in data.glob("plans/*/out/plan"))

    Run(look)
    assert left == []
    assert any("-out=" in call for call in fake.calls())


@pytest.mark.parametrize("command", ["init", "plan", "show"])
@pytest.mark.parametrize("mood", [SLOW, STUBBORN], ids=["polite", "stubborn"])
def test_a_plan_can_be_stopped_in_every_phase_and_leaves_nothing(fake, data, monkeypatch, command, mood):
    monkeypatch.setattr(planning, "GRACE", 0.3)
    fake.does(**{command: mood})

    def look(phase: str, progress: str) -> None:
        if fake.begun():
            raise Stop

    with pytest.raises(Stop):
        Run(look)
    pid = int((fake.folder / f"pid.{command}").read_text())
    until(lambda: not group(pid), "the end of all processes", 5)
    assert list((data / "plans").iterdir()) == []


def group(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


FRAMED = """
╷
│ Error: Failed to query available provider packages
│
│ Could not retrieve the list of available versions for provider
│ hashicorp/nosuch: no available releases
╵
"""
DIAGNOSTIC = (
    '{"@level":"error","@message":"Error: Plugin did not respond","type":"diagnostic","diagnostic":'
    '{"severity":"error","summary":"Plugin did not respond","detail":"It encountered an error.\\n\\nMore."}}'
)


def test_init_that_fails_tells_the_reason_in_its_own_words(fake):
    (fake.folder / "said").write_text(FRAMED)
    fake.does(init="cat {folder}/said >&2; exit 1")
    assert failing() == (
        "terraform init failed: Failed to query available provider packages: Could not retrieve the list of"
        " available versions for provider hashicorp/nosuch: no available releases"
    )


def test_a_provider_that_crashes_tells_the_reason_in_its_own_words(fake):
    (fake.folder / "said").write_text(DIAGNOSTIC)
    fake.does(plan="cat {folder}/said; exit 1")
    assert failing() == ("terraform plan failed: Plugin did not respond: It encountered an error.")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"plan": "exit 1"}, "terraform plan failed: exit code 1"),
        ({"plan": "kill -9 $$"}, "terraform plan failed: exit code 137"),
        ({"plan": "echo 'write plan: no space left on device' >&2; exit 1"},
         "terraform plan failed: write plan: no space left on device"),
        ({"show": "exit 3"}, "terraform show failed: exit code 3"),
        ({"show": "true"}, "terraform show gave no plan: it is empty"),
        ({"workspace": "echo 'Workspace \"eu\" does not exist.' >&2; exit 1"},
         'the workspace eu cannot be selected: Workspace "eu" does not exist.'),
        ({"version": "echo Terraform v0.12.31"}, "terraform 0.12 is too old: 1.1 or newer is needed"),
        ({"version": "echo hello"}, "terraform does not tell its version"),
        ({"init": "echo 'the lock file is read-only' >&2; exit 1"},
         "there is no lock file: commit .terraform.lock.hcl of live/prod"),
    ],
)  # fmt: skip
def test_every_failure_is_one_sentence(fake, parts, said):
    fake.does(**parts)
    assert failing(workspace="eu" if "workspace" in parts else "") == said


def test_garbage_instead_of_a_plan_is_told(fake):
    fake.does(show="echo '{\"format_version\": nonsense'")
    assert failing().startswith("terraform show gave no plan: ")


def test_garbage_in_the_stream_harms_nobody(fake):
    fake.does(plan="head -c 3000000 /dev/zero | tr '\\0' x; echo; echo '{'; echo '[1]'; exit 0")
    run = Run()
    assert run.log.text().endswith("{\n[1]")
    assert len(run.log.text()) < 10_000


def test_a_flood_of_output_ends_the_plan(fake, monkeypatch):
    monkeypatch.setattr(planning, "OUTPUT", 100_000)
    fake.does(plan="yes")
    assert failing().endswith("printed more than 100,000 bytes")


def test_a_program_that_is_missing_is_told(fake, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    assert failing() == "terraform is not installed where plans are made"
    assert failing(tool="opentofu") == "tofu is not installed where plans are made"
    assert failing(tool="cdk") == "Rungs cannot plan with cdk"


@pytest.mark.parametrize(("tool", "program"), [("opentofu", "tofu"), ("terragrunt", "terragrunt")])
def test_the_program_is_that_of_the_stack(fake, tmp_path, monkeypatch, tool, program):
    other = Fake(tmp_path / "other", program)
    monkeypatch.setenv("PATH", f"{other.bin}:{os.environ['PATH']}")
    Run(tool=tool)
    assert (len(other.calls()), fake.calls()) == (3, [])
    assert ("TF_DATA_DIR" in other.env("plan")) == (tool == "opentofu")
    assert other.env("plan")["TG_BACKEND_BOOTSTRAP"] == "false"


def test_a_stack_without_a_lock_file_is_planned_when_that_is_allowed(fake, settings):
    settings.RUNGS_PLAN_WITHOUT_LOCK_FILE = True
    Run()
    assert fake.calls()[0] == "init -input=false -no-color"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"directory": "live/gone"}, "there is no directory live/gone on the default branch"),
        ({"directory": "../.."}, "'../..' is not a directory inside the repository"),
        ({"variables": ("gone.tfvars",)}, "there is no variable file gone.tfvars on the default branch"),
        ({"variables": ("../prod/prod.tfvars",)}, "'../prod/prod.tfvars' is not a path inside"),
        ({"variables": ("-var=x",)}, "'-var=x' is not a path inside"),
        ({"workspace": "-or-create"}, "a workspace is called by letters"),
    ],
)
def test_what_a_person_typed_reaches_no_command_line_unchecked(fake, fields, said):
    assert failing(**fields).startswith(said)
    assert [call for call in fake.calls() if not call.startswith("init")] == []


def test_a_variable_file_that_leads_out_is_not_read(fake, tmp_path):
    outside = tmp_path / "secret.tfvars"
    outside.touch()
    with terraform.place("run-1") as place:
        (place.files / "leads.tfvars").symlink_to(outside)
        with pytest.raises(AdapterError, match="there is no variable file"):
            terraform.plan(Job(tool="terraform", variables=("leads.tfvars",)), place, Log(), lambda *_: None)


def test_inits_take_turns_because_they_share_the_plugins(fake, data):
    from maturity.adapters.turns import turn

    said: list[str] = []

    def look(phase: str, progress: str) -> None:
        said.append(progress)
        raise Stop

    with turn(data / "plugins.lock"), pytest.raises(Stop):
        Run(look)
    assert (said, fake.calls()) == (["waiting for another init"], [])
