"""Makefiles, Taskfiles, justfiles and package.json."""

from __future__ import annotations

from maturity.core.readers import justfile, makefile, package_json, taskfile
from maturity.core.readers.justfile import Justfile
from maturity.core.readers.makefile import Makefile
from maturity.core.readers.package_json import PackageJson
from maturity.core.readers.taskfile import Taskfile
from maturity.core.syntax.shell import Command
from tests.maturity.core.readers.reading import read


def make(text: str) -> Makefile:
    found = read(makefile.reader, "Makefile", text)
    assert found is not None
    return found


def task(text: str) -> Taskfile:
    found = read(taskfile.reader, "Taskfile.yml", text)
    assert found is not None
    return found


def just(text: str) -> Justfile:
    found = read(justfile.reader, "justfile", text)
    assert found is not None
    return found


def lines(found: list[Command]) -> list[tuple[int, str]]:
    return [(command.line + 1, " ".join(command.words)) for command in found]


def test_a_recipe_is_shown_with_its_variables_filled_in() -> None:
    text = "TF ?= tofu\nPLAN = $(TF) plan\n\nplan: init lint\n\t@$(PLAN) -var-file=$(ENV).tfvars $@\n"
    found = make(text)
    assert lines(found.commands("plan")) == [(5, "tofu plan -var-file=${ENV}.tfvars plan")]
    given = found.commands("plan", {"TF": "terraform", "ENV": "x"})
    assert lines(given) == [(5, "terraform plan -var-file=x.tfvars plan")]
    target = found.recipe("plan")
    assert target is not None
    assert (target.needs, found.default) == (("init", "lint"), "plan")


def test_a_dash_lets_a_line_fail() -> None:
    one, two = make("x:\n\t-@tofu plan\n\ttofu apply\n").commands("x")
    assert (bool(one.tolerated), two.tolerated) == (True, "")


def test_every_line_of_a_recipe_begins_where_make_began() -> None:
    one, two = make("x:\n\tcd a\n\ttofu plan\n").commands("x")
    assert (one.cwd, two.cwd) == ("", "")
    assert make(".ONESHELL:\nx:\n\tcd a\n\ttofu plan\n").commands("x")[1].cwd == "a"


def test_of_several_commands_in_a_line_only_the_last_decides() -> None:
    one, two = make("x:\n\ttofu plan; echo done\n").commands("x")
    assert (bool(one.tolerated), two.tolerated) == (True, "")
    assert make(".SHELLFLAGS = -ec\nx:\n\ttofu plan; echo done\n").commands("x")[0].tolerated == ""


def test_a_pattern_rule_makes_what_fits() -> None:
    found = make("plan-%:\n\ttofu -chdir=envs/$* plan\n")
    assert lines(found.commands("plan-prod")) == [(2, "tofu -chdir=envs/prod plan")]


def test_a_canned_recipe_is_called_with_its_arguments() -> None:
    text = "define run\ncd $(1) && tofu $(2)\nendef\nx:\n\t$(call run,live,plan)\n"
    assert lines(make(text).commands("x")) == [(5, "cd live"), (5, "tofu plan")]


def test_names_made_of_variables_and_included_files_are_known() -> None:
    found = make("ENVS = dev prod\ninclude mk/*.mk $(ENVS)\n$(ENVS): ; tofu plan\n.PHONY: $(ENVS)\n")
    assert [target.name for target in found.recipes] == ["dev", "prod"]
    assert found.includes == ("mk/*.mk", "dev", "prod")


def test_a_variable_that_contains_itself_ends() -> None:
    assert make("A = $(A)$(A)\nx:\n\ttofu $(A)\n").commands("x")[0].words[0] == "tofu"


TASKFILE = """vars:
  TF: tofu
includes:
  docs: ./docs/Taskfile.yml
  other: {taskfile: ../x, dir: y}
tasks:
  plan:
    dir: infra
    deps: [init, {task: lint}]
    vars: {ARGS: -lock=false}
    cmds:
      - "{{.TF}} plan {{ .ARGS }} {{.ELSE}}"
      - task: show
        vars: {X: "1"}
      - cmd: tofu output
        ignore_error: true
      - |
        echo a
        tofu apply
  short: tofu fmt
"""


def test_a_task_runs_in_its_folder_with_its_variables() -> None:
    found = task(TASKFILE)
    plan = found.commands("plan")
    assert lines(plan) == [
        (12, "tofu plan -lock=false {{.ELSE}}"),
        (13, "task show X=1"),
        (15, "tofu output"),
        (18, "echo a"),
        (19, "tofu apply"),
    ]
    assert {command.cwd for command in plan} == {"infra"}
    assert [bool(command.tolerated) for command in plan] == [False, False, True, True, False]


def test_tasks_know_what_they_need_and_taskfiles_what_they_include() -> None:
    found = task(TASKFILE)
    plan = found.recipe("plan")
    assert plan is not None
    assert (plan.needs, plan.line) == (("init", "lint"), 7)
    assert found.includes == {"docs": "./docs/Taskfile.yml", "other": "../x"}
    assert lines(found.commands("short")) == [(20, "tofu fmt")]


def test_a_just_recipe_takes_arguments() -> None:
    recipe_text = "    @{{tf}} -chdir={{env}} plan \\\n      {{ args }}\n"
    found = just(f'tf := "tofu"\n\n# plans\nplan env="dev" *args: init (lint "x")\n{recipe_text}')
    assert lines(found.commands("plan", ["prod"])) == [(5, "tofu -chdir=prod plan {{ args }}")]
    assert lines(found.commands("plan")) == [(5, "tofu -chdir=dev plan {{ args }}")]
    recipe = found.recipe("plan")
    assert recipe is not None
    assert recipe.needs == ("init", "lint")


def test_a_just_recipe_with_a_shebang_is_one_script() -> None:
    found = just("alias x := plan\nplan:\n    #!/usr/bin/env bash\n    set -e\n    cd a\n    tofu plan\n")
    assert [(one.cwd, one.errexit) for one in found.commands("x")][-1] == ("a", True)
    assert just("plan:\n    #!/usr/bin/env python3\n    import os\n").commands("plan") == []


def test_scripts_of_a_package_are_recipes() -> None:
    scripts = '{\n  "scripts": {\n    "preplan": "a",\n    "plan": "cdk diff && echo ok"\n  },\n'
    found = read(package_json.reader, "x/package.json", scripts + '  "devDependencies": {"cdk": "1"}\n}')
    assert isinstance(found, PackageJson)
    assert lines(found.commands("plan")) == [(4, "cdk diff"), (4, "echo ok")]
    assert found.dependencies == {"cdk": "1"}
    assert [recipe.needs for recipe in found.recipes] == [(), ("preplan",)]
