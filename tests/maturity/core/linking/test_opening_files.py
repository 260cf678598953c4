"""Commands that open a file of the repository: scripts, recipes, package scripts, Terramate scripts."""

from __future__ import annotations

import pytest

from maturity.core.files import Files
from maturity.core.linking.follow import follow
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Act, Context, Event, Shell, Step
from maturity.core.tree import MemoryTree

PLAN_SH = '#!/bin/bash\nset -e\n\nterraform -chdir="$1" plan -lock=false\n'


def activities(text, files, cwd="", shell=Shell.ERREXIT):
    step = Step(line=10, run=text, run_line=11, shell=shell)
    one = Reached(
        step=step,
        path="ci.yml",
        context=Context(system="x", workflow="ci.yml", job="j"),
        run=text,
        events=frozenset({Event.PULL_REQUEST}),
        cwd=cwd,
        siblings=(step,),
    )
    return follow([one], Files(MemoryTree(files))).activities


@pytest.mark.parametrize(
    "text",
    [
        "bash ci/plan.sh live",
        "./ci/plan.sh live",
        "$GITHUB_WORKSPACE/ci/plan.sh live",
        "sh -x ci/plan.sh live",
    ],
)
def test_a_script_is_opened_with_its_arguments(text):
    (plan,) = activities(text, {"ci/plan.sh": PLAN_SH})
    assert (plan.act, str(plan.at), plan.directory) == (Act.PLAN, "ci/plan.sh:4", "live")
    assert [str(one) for one in plan.via] == ["ci.yml:11"]


def test_a_script_runs_where_it_is_called():
    (plan,) = activities("../ci/plan.sh .", {"ci/plan.sh": PLAN_SH}, cwd="live")
    assert plan.directory == "live"


def test_a_script_that_is_not_tracked_is_ignored():
    assert activities("./downloaded.sh", {"README": "x"}) == ()


def test_a_script_that_calls_itself_ends():
    assert len(activities("./a.sh", {"a.sh": "./b.sh\nterraform plan", "b.sh": "./a.sh"})) == 1


def test_scripts_are_followed_four_deep():
    chain = {f"{name}.sh": f"./{following}.sh" for name, following in zip("abcde", "bcdef", strict=True)}
    assert activities("./b.sh", {**chain, "e.sh": "terraform plan"})
    assert not activities("./a.sh", {**chain, "e.sh": "terraform plan"})


def test_a_failure_lost_on_the_way_is_lost_at_the_end():
    (lint,) = activities("./lint.sh || true", {"lint.sh": "tflint"})
    assert "|| true" in lint.soft


def test_a_script_without_errexit_that_goes_on_is_soft():
    (lint,) = activities("./lint.sh", {"lint.sh": "tflint\nmkdir out\ncp a out"})
    assert lint.soft == "the script goes on after a failure"


def test_a_function_of_a_sourced_file_is_known_afterwards():
    files = {"ci/lib.sh": 'plan() {\n  terraform -chdir="$1" plan\n}\n'}
    (plan,) = activities("source ci/lib.sh\nplan live/prod", files)
    assert (str(plan.at), plan.directory) == ("ci/lib.sh:2", "live/prod")


def test_a_mode_given_as_an_argument_decides_what_a_script_does():
    files = {"tf.sh": "case $1 in\n  plan) terraform plan ;;\n  apply) terraform apply ;;\nesac\n"}
    assert [one.act for one in activities("./tf.sh plan", files)] == [Act.PLAN]


def test_a_program_is_read_for_the_processes_it_starts():
    files = {"ci/plan.py": 'import subprocess\nsubprocess.run(["terraform", "plan"], check=True)\n'}
    assert [str(one.at) for one in activities("python3 ci/plan.py", files)] == ["ci/plan.py:2"]


MAKEFILE = """TF ?= terraform
ENV = dev

plan: lint
\t$(TF) -chdir=live/$(ENV) plan

lint:
\t-tflint
"""


def test_a_make_target_comes_after_what_it_needs():
    found = activities("make plan", {"Makefile": MAKEFILE})
    assert [one.act for one in found] == [Act.LINT, Act.PLAN]
    assert [bool(one.soft) for one in found] == [True, False]
    assert str(found[1].at) == "Makefile:5"


def test_make_takes_its_folder_and_variables_from_the_command():
    plan = activities("make -C infra -j 4 plan ENV=prod", {"infra/Makefile": MAKEFILE})[-1]
    assert plan.directory == "infra/live/prod"


def test_make_opens_another_make():
    files = {"Makefile": "all:\n\t$(MAKE) -C infra plan\n", "infra/Makefile": MAKEFILE}
    found = activities("make", files)
    assert found[-1].act is Act.PLAN
    assert [str(one) for one in found[-1].via] == ["ci.yml:11", "Makefile:2"]


def test_a_target_nobody_wrote_is_ignored():
    assert activities("make destroy", {"Makefile": MAKEFILE}) == ()


PACKAGE = '{"scripts": {"cdk": "cdk", "plan": "npm run cdk -- diff", "pretest": "cdk synth", "test": "jest"}}'


@pytest.mark.parametrize("text", ["npm run plan", "yarn plan", "pnpm run plan", "npm --prefix . run plan"])
def test_a_package_script_is_opened_with_what_is_passed_on(text):
    assert [one.act for one in activities(text, {"package.json": PACKAGE})] == [Act.PLAN]


def test_yarn_starts_an_installed_command_when_there_is_no_such_script():
    assert [one.act for one in activities("yarn cdk deploy", {"package.json": '{"scripts": {}}'})] == [
        Act.APPLY
    ]


def test_the_scripts_of_all_workspaces_run():
    files = {"package.json": "{}", "packages/infra/package.json": '{"scripts": {"synth": "cdk synth"}}'}
    (synth,) = activities("npm run synth --workspaces", files)
    assert synth.directory == "packages/infra"


def test_a_script_named_before_the_test_runs_too():
    assert [one.act for one in activities("npm test", {"package.json": PACKAGE})] == [Act.VALIDATE]


TASKFILE = """version: "3"
includes:
  tf: ./infra/Taskfile.yml
tasks:
  ci:
    deps: [lint]
    cmds:
      - task: tf:plan
  lint:
    cmds: [tflint]
"""
INFRA = 'version: "3"\ntasks:\n  plan:\n    cmds:\n      - terraform plan\n'


def test_a_task_of_an_included_taskfile_is_opened():
    found = activities("task ci", {"Taskfile.yml": TASKFILE, "infra/Taskfile.yml": INFRA})
    assert [(one.act, one.at.path) for one in found] == [
        (Act.LINT, "Taskfile.yml"),
        (Act.PLAN, "infra/Taskfile.yml"),
    ]


TERRAMATE = """script "preview" {
  job {
    commands = [
      ["terraform", "plan", "-detailed-exitcode", {
        sync_preview = true
      }],
    ]
  }
}
"""


def test_a_terramate_script_is_read_from_its_file():
    (plan,) = activities("terramate script run -C stacks preview", {"stacks/workflows.tm.hcl": TERRAMATE})
    assert (plan.act, str(plan.at), plan.directory) == (Act.PLAN, "stacks/workflows.tm.hcl:4", None)


def test_a_terramate_script_we_cannot_find_is_known_by_its_name_only():
    (plan,) = activities("terramate script run preview", {"README": "x"})
    assert (plan.act, plan.certain) == (Act.PLAN, False)


MISE = """[tools]
opentofu = "1.11"

[tasks.check]
depends = ["tofu:*"]

[tasks."tofu:fmt"]
description = "Formatting"
run = "tofu fmt -check -recursive"

[tasks."tofu:plan"]
dir = "live"
run = ["tofu init", "tofu plan"]
"""


def test_a_task_of_mise_runs_what_it_depends_on():
    found = activities("mise run check --jobs 1", {"mise.toml": MISE})
    seen = [(one.act, one.at.line, one.directory) for one in found if one.act is not Act.INIT]
    assert seen == [(Act.FMT, 9, ""), (Act.PLAN, 13, "live")]


def test_the_nearest_mise_file_that_knows_the_task_is_read():
    files = {"mise.toml": MISE, "infra/mise.toml": "[tasks]\nbuild = 'make'\n"}
    assert [one.act for one in activities("mise r tofu:fmt", files, cwd="infra")] == [Act.FMT]


def test_a_task_that_mise_does_not_know_does_nothing():
    assert activities("mise run plan", {"mise.toml": MISE}) == ()


WRAPPER = """#!/bin/bash
dry=N
while getopts "d" option; do
  case $option in
    d) dry=Y ;;
  esac
done
shift $((OPTIND - 1))
target=$1; shift
action=$1; shift
if [ "$action" = "import" ]; then
  words="$action $target"
else
  words="$action $* -lock=true"
fi
if [ "Y" = "$dry" ]; then
  echo "$words"
else
  terraform $words
fi
"""


@pytest.mark.parametrize(
    ("text", "act"), [("./tf.sh -d live plan", Act.PLAN), ("./tf.sh live apply", Act.APPLY)]
)
def test_a_wrapper_hands_on_the_verb_it_was_given(text, act):
    assert [one.act for one in activities(text, {"tf.sh": WRAPPER})] == [act]


def test_a_value_set_on_a_branch_that_is_not_taken_does_not_count():
    text = 'verb=plan\nif [ "$verb" = "apply" ]; then verb=destroy; fi\nterraform $verb'
    assert [one.act for one in activities(text, {})] == [Act.PLAN]
