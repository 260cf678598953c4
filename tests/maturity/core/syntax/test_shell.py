"""Which commands a shell script runs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.syntax.shell import Command, commands


def words(script: str) -> list[str]:
    return [" ".join(command.words) for command in commands(script) if command.words]


def only(script: str, first: str) -> Command:
    """The one command that begins with `first`."""
    (found,) = [command for command in commands(script) if " ".join(command.words).startswith(first)]
    return found


def test_text_is_never_a_command() -> None:
    script = "# tofu apply\necho 'tofu apply; tofu apply'\ncat <<EOF > x\ntofu apply\nEOF\n"
    assert words(script) == ["echo tofu apply; tofu apply", "cat"]


def test_a_continued_line_is_one_command_on_its_first_line() -> None:
    command = only("set -x\ntofu plan \\\n  -lock=false \\\r\n  -out=p\n", "tofu")
    assert (command.words, command.line) == (("tofu", "plan", "-lock=false", "-out=p"), 1)


def test_quotes_are_taken_off_and_templates_kept_whole() -> None:
    templates = ("${{ contains(x, '\"') && 'y' }}", "{{ .Flags }}", "<< parameters.args >>")
    script = f"tofu -var \"a=$X b\" -var='c d' {' '.join(templates)}"
    assert commands(script)[0].words == ("tofu", "-var", "a=$X b", "-var=c d", *templates)


def test_commands_inside_substitutions_come_first() -> None:
    assert words('echo "$(tofu output -raw x)" `tofu version` <(tofu show p)')[:3] == [
        "tofu output -raw x",
        "tofu version",
        "tofu show p",
    ]


def test_a_variable_that_takes_the_output_is_named() -> None:
    found = commands("out=$(tofu plan | tail -1)\n")
    assert [(one.words[:1], one.captured, one.assigns) for one in found[:2]] == [
        (("tofu",), "out", ()),
        (("tail",), "out", ()),
    ]
    assert (found[2].words, found[2].assigns[0][0]) == ((), "out")


@pytest.mark.parametrize(
    ("script", "tolerated"),
    [
        ("tofu plan", ""),
        ("tofu plan || true", "|| true"),
        ("tofu plan || echo failed", "|| echo …"),
        ("tofu plan || rc=$?", "|| rc=$?"),
        ("tofu plan || exit 1", ""),
        ("tofu plan || { echo failed; exit 1; }", ""),
        ("die() { echo $1; exit 1; }\ntofu plan || die no", ""),
        ("tofu plan &", "&"),
        ("! tofu plan", "!"),
        ("tofu plan && echo ok", ""),
        ("tofu plan && echo ok\necho next", "&& …"),
        ("(tofu plan && echo ok)\necho next", ""),
        ("{ tofu plan; echo ok; } || true", "|| true"),
        ("if tofu plan; then echo ok; fi", "if"),
        ("if ! tofu plan; then echo no; exit 1; fi", ""),
        ("if tofu plan; then echo ok; else exit 1; fi", ""),
        ("if ! tofu plan; then exit 0; fi", "if"),
        ("while tofu plan; do sleep 1; done", "while"),
        ("until tofu plan; do sleep 1; done", "until"),
        ("x=$(tofu plan)", ""),
        ("export x=$(tofu plan)", "export"),
        ('echo "$(tofu plan)"', "$(…)"),
        ("sh -c 'tofu plan; echo done'", "its shell runs without -e"),
        ("bash -ec 'tofu plan; echo done'", ""),
    ],
)
def test_why_a_failure_does_not_matter(script: str, tolerated: str) -> None:
    assert only(script, "tofu plan").tolerated == tolerated


def test_a_pipe_shares_a_number_and_only_its_end_is_last() -> None:
    first, last, other = commands("tofu plan | tee log\necho done\n")
    assert first.pipeline == last.pipeline != other.pipeline
    assert (first.last_in_pipe, last.last_in_pipe) == (False, True)


def test_options_of_the_shell_hold_from_where_they_are_set() -> None:
    found = commands("a\nset -euo pipefail\nb\n( set +e; c )\nd\n")
    assert {one.words[0]: (one.errexit, one.pipefail) for one in found if one.words[0] in "abcd"} == {
        "a": (None, None), "b": (True, True), "c": (False, True), "d": (True, True),
    }  # fmt: skip


def test_a_shebang_sets_options_too() -> None:
    assert only("#!/bin/bash -e\ntofu plan\n", "tofu").errexit is True


def test_the_working_directory_is_followed() -> None:
    script = (
        "cd infra && a\n(cd live/prod; b)\nc\npushd ../other; d; popd\n"
        'cd "$GITHUB_WORKSPACE/x"; e\ncd $env; f\ncd -; g'
    )
    found = {one.words[0]: one.cwd for one in commands(script)}
    assert [found[name] for name in "abcdefg"] == [
        "infra", "infra/live/prod", "infra", "other", "$GITHUB_WORKSPACE/x", "$GITHUB_WORKSPACE/x/$env",
        "$GITHUB_WORKSPACE/x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("sudo -E -u ci tofu plan", "tofu plan"),
        ("env -u X A=b tofu plan", "tofu plan"),
        ("time nice -n 5 timeout -k 5 10m tofu plan", "tofu plan"),
        ("aws-vault exec prod --no-session -- tofu plan", "tofu plan"),
        ("op run --env-file=.env -- tofu plan", "tofu plan"),
        ("doppler run --command 'tofu plan'", "tofu plan"),
        ("mise exec opentofu@1 -- tofu plan", "tofu plan"),
        ("nix develop .#ci -c tofu plan", "tofu plan"),
        ("nix run nixpkgs#tofu -- plan", "tofu plan"),
        ("poetry run tofu plan", "tofu plan"),
        ("uv run --with x tofu plan", "tofu plan"),
        ("bundle exec tofu plan", "tofu plan"),
        ("npx --yes tofu plan", "tofu plan"),
        ("pnpm exec tofu plan", "tofu plan"),
        ("xargs -n 1 -I{} tofu plan", "tofu plan"),
        ("find . -name '*.tf' -exec tofu plan {} \\;", "tofu plan {}"),
        ("eval 'tofu plan'", "tofu plan"),
        ("docker run --rm -v $PWD:/s -w /s aquasec/tfsec /s", "image:aquasec/tfsec /s"),
        ("docker run --entrypoint tofu img plan", "image:img tofu plan"),
        ("docker compose run --rm tools plan", "service:tools plan"),
        ("docker exec -it box tofu plan", "tofu plan"),
        ("command -v tofu", "command -v tofu"),
        ("bash ./plan.sh prod", "bash ./plan.sh prod"),
    ],
)
def test_wrappers_are_looked_through(written: str, seen: str) -> None:
    assert words(written) == [seen]


def test_a_shell_inside_a_container_is_read_as_well() -> None:
    assert words('docker run img sh -c "tofu init && tofu plan"')[:2] == ["tofu init", "tofu plan"]


def test_how_an_exit_code_is_used_can_be_seen() -> None:
    tests = "rc=$?\nif [ $rc -eq 2 ]; then a; fi\n[[ $rc == 1 ]]\n(( rc > 0 ))\n"
    found = commands(tests + "case $rc in\n0|2) b;;\n*) exit 1;;\nesac\n")
    assert found[0].assigns == (("rc", "$?"),)
    assert [one.words[0] for one in found[1:]] == ["[", "a", "[[", "((", "case", "b", "exit"]
    assert found[5].words == ("case", "$rc", "0", "2", "*")


def test_the_tests_around_a_command_are_kept() -> None:
    script = '[ "$1" = x ] && a\nif [ $B = main ]; then b; else c; fi\n'
    found = {one.words[0]: one.when for one in commands(script + "case $1 in\nplan) d;;\nesac\n")}
    assert [found[name] for name in "abcd"] == [
        ("[ $1 = x ]",), ("[ $B = main ]",), ("! [ $B = main ]",), ("case $1 plan",),
    ]  # fmt: skip


def test_a_function_is_read_where_it_is_called() -> None:
    script = 'run() {\n  cd "$1"\n  tofu "${@}" -lock=false\n}\nset -e\nrun live plan || true\n'
    command = only(script, "tofu")
    assert command.words == ("tofu", "live", "plan", "-lock=false")
    assert (command.cwd, command.errexit, command.tolerated) == ("live", True, "|| true")
    assert command.function == ""


def test_a_function_nobody_calls_is_named_on_its_commands() -> None:
    assert only("apply() { tofu apply; }\nplan\n", "tofu").function == "apply"


def test_functions_that_call_each_other_end() -> None:
    assert len(commands("f() { g; g; }\ng() { f; f; }\nf\n")) < 100


def test_a_heredoc_is_not_confused_with_a_shift() -> None:
    assert words("x=$((1<<2))\ntofu plan\n") == ["tofu plan"]


HOSTILE = [
    "${{", "$(", "`", '"', "'", "<<A ", "{{", "$((", "f() {", "if ", "case x in ", "cd a\n", "docker run ",
    "&& ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_what_nothing_closes_takes_no_longer_than_what_something_does(piece: str) -> None:
    started = time.process_time()
    commands(piece * (50_000 // len(piece)))
    assert time.process_time() - started < 3


PIECES = [
    *HOSTILE, ")", "}", "}}", "\n", ";", "|", "||", "fi", "then ", "done", "do ", "esac", ";;", "#", "\\",
    "x=", "a ", "! ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_soup_is_read(pieces: list[str]) -> None:
    script = "".join(pieces)
    assert all(0 <= command.line <= script.count("\n") for command in commands(script))


PLAIN = st.lists(st.sampled_from(["tofu plan", "a -b 'c d'", 'x "$Y"']), min_size=1)


@given(PLAIN, st.sampled_from(["\n", "; ", " && "]))
def test_every_plain_command_is_found_however_they_are_joined(lines: list[str], joint: str) -> None:
    alone = [commands(line)[0].words for line in lines]
    assert [command.words for command in commands(joint.join(lines))] == alone
