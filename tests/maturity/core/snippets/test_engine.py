"""What we tell people to paste is what we would praise: our own readers find a sound drift check in it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from maturity.core.criterion import Outcome
from maturity.core.snippets import Place, all_snippets
from maturity.core.syntax.shell import commands
from tests.maturity.core.fixes.test_round_trip import STACKS, judge, message, outcome
from tests.maturity.core.snippets.scripts import scripts_of

SNIPPETS = {one.name: one for one in all_snippets()}
PLACES = {
    "terraform": Place(directory="infra/prod"),
    "opentofu": Place(directory="infra/prod", tool="opentofu"),
    "terragrunt": Place(directory="live/prod/vpc", tool="terragrunt"),
}
CLOCK_IN_THE_FILE = ["github-actions", "jenkins", "circleci", "azure-pipelines"]
CLOCK_ON_THE_SERVER = ["gitlab-ci"]
ODD = "infra/a'; rm -rf $HOME; #"


@pytest.mark.parametrize("cloud", ["", "aws"])
@pytest.mark.parametrize("tool", PLACES)
@pytest.mark.parametrize("system", [*CLOCK_IN_THE_FILE, *CLOCK_ON_THE_SERVER, "bitbucket"])
def test_it_looks_for_drift_and_plans_pull_requests(system: str, tool: str, cloud: str):
    written = SNIPPETS[system].write(replace(PLACES[tool], cloud=cloud))
    found = judge({**STACKS[tool], written.path: written.text})
    assert outcome(found, "plan_on_pull_request") is Outcome.MET, message(found, "plan_on_pull_request")
    drift = outcome(found, "drift_checked"), message(found, "drift_checked")
    if system == "bitbucket":
        return  # its schedules run custom pipelines, and only the server knows which
    if system in CLOCK_IN_THE_FILE:
        assert drift[0] is Outcome.MET, drift
        assert "tell drift from" not in drift[1]
    else:
        assert drift[0] is Outcome.UNKNOWN
        assert "waits for a schedule of the server" in drift[1]


@pytest.mark.parametrize("tool", PLACES)
@pytest.mark.parametrize("system", SNIPPETS)
def test_its_shell_is_read_as_the_commands_it_runs(system: str, tool: str):
    written = SNIPPETS[system].write(PLACES[tool])
    run = [command.words for script in scripts_of(system, written) for command in commands(script)]
    programs = {words[0] for words in run if words}
    binary = {"opentofu": "tofu"}.get(tool, tool)
    assert {binary, "gzip", "curl"} <= programs
    plans = [words for words in run if words[:2] == (binary, "plan")]
    assert all({"-detailed-exitcode", "-lock=false", "-input=false"} <= set(words) for words in plans)
    assert bool(plans) == (system != "atlantis")


@pytest.mark.parametrize("system", SNIPPETS)
def test_an_odd_name_of_a_directory_stays_a_name(system: str):
    written = SNIPPETS[system].write(Place(directory=ODD, query="stack=x"))
    for script in scripts_of(system, written):
        assert not [one for one in commands(script) if one.words[:2] == ("rm", "-rf")]


def test_what_a_stack_plans_with_is_in_the_script():
    place = Place(workspace="blue", variables=("prod.tfvars", "a b.tfvars"))
    text = SNIPPETS["shell"].write(place).text
    assert "export TF_WORKSPACE=blue\n" in text
    assert " -var-file=prod.tfvars -var-file='a b.tfvars' -out=rungs.tfplan\n" in text


@pytest.mark.parametrize("system", SNIPPETS)
def test_nothing_in_it_changes_the_cloud_or_waits_for_a_person(system: str):
    written = SNIPPETS[system].write(Place())
    for script in scripts_of(system, written):
        for command in commands(script):
            assert not {"apply", "destroy", "force-unlock", "-upgrade", "-auto-approve"} & set(command.words)


def test_no_name_is_given_to_two_systems_or_twice():
    assert len(SNIPPETS) == len(all_snippets()) >= 5
    assert len({one.label for one in all_snippets()}) == len(SNIPPETS)
