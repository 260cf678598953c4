from __future__ import annotations

from maturity.core.ci._script import commands_in, folder_after, joined
from maturity.core.ci._tree import first_mapping


def scripts(text: str) -> list[tuple[str, int, str | None]]:
    body = first_mapping(text.encode())
    assert body is not None
    return [(script.text, script.line, script.cwd) for script in joined(commands_in(body["script"]))]


def test_every_line_stays_where_it_is_in_the_file():
    ((text, line, _),) = scripts("script:\n- one\n\n# comment\n- |\n  two\n  three\n- four\n")
    lines = text.split("\n")
    assert {name: line + lines.index(name) for name in ("one", "two", "three", "four")} == {
        "one": 2, "two": 6, "three": 7, "four": 8,
    }  # fmt: skip


def test_an_aliased_command_from_further_up_starts_a_new_script_in_the_same_folder():
    first, second = scripts("x: &x plan\nscript:\n- cd infra\n- *x\n")
    assert first == ("cd infra", 3, "")
    assert second == ("plan", 1, "infra")


def test_a_folder_known_only_at_run_time_is_not_guessed():
    assert folder_after("cd infra && cd $DIR", "") is None
    assert folder_after("cd infra; make\ncd ..", "") == ""
