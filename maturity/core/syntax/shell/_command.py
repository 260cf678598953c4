"""One command of a script, and the draft of it while the script is still being read."""

from __future__ import annotations

from msgspec import Struct


class Command(Struct, frozen=True, omit_defaults=True):
    """One simple command, in the order written; what stands inside `$(…)` comes before the command it feeds.

    words         unquoted, wrappers (`sudo`, `aws-vault exec x --`, …) looked through; `$(…)`, `$VAR` and
                  `${{ }}` as written; empty for a bare `VAR=value`. `docker run IMAGE x` is ("image:IMAGE",
                  "x"), a compose service ("service:NAME", …). Tests start with "[", "[[", "test" or "((";
                  `case` lists its subject and patterns, `for` its variable and values
    line          from the first line of the script, which is 0
    assigns       VAR=value before the command, or all of it
    captured      the variable that takes its output, `x=$(cmd)`
    pipeline      commands of one pipe share the number
    tolerated     why a failure does not matter: "|| true", "if", "!", "&", "$(…)" (in the words of another
                  command), "&& …" (the rest of its list is skipped, the script goes on), "" = it matters
    cwd           after `cd x` in the same script, as written; "" = where the script started
    errexit       `set -e` / `set +e` seen before it; None = as started
    function      the function nobody calls here whose body it stands in; called ones are shown where called
    when          the tests around it, as written: '[ "$1" = plan ]', "! …" in the else branch,
                  "case $1 in plan"
    """

    words: tuple[str, ...]
    line: int
    assigns: tuple[tuple[str, str], ...] = ()
    captured: str = ""
    pipeline: int = 0
    last_in_pipe: bool = True
    tolerated: str = ""
    cwd: str = ""
    errexit: bool | None = None
    pipefail: bool | None = None
    redirects: tuple[str, ...] = ()
    function: str = ""
    when: tuple[str, ...] = ()


class Draft:
    """A command whose fate is not known before the rest of its list has been read."""

    __slots__ = (
        "assigns", "captured", "cwd", "errexit", "function", "last_in_pipe", "line", "pipefail",
        "pipeline", "redirects", "tolerated", "when", "words",
    )  # fmt: skip

    def __init__(self, line: int) -> None:
        self.words: list[str] = []
        self.line = line
        self.assigns: list[tuple[str, str]] = []
        self.captured = ""
        self.pipeline = 0
        self.last_in_pipe = True
        self.tolerated = ""
        self.cwd = ""
        self.errexit: bool | None = None
        self.pipefail: bool | None = None
        self.redirects: list[str] = []
        self.function = ""
        self.when: tuple[str, ...] = ()

    def finished(self) -> Command:
        return Command(
            tuple(self.words), self.line, tuple(self.assigns), self.captured, self.pipeline,
            self.last_in_pipe, self.tolerated, self.cwd, self.errexit, self.pipefail,
            tuple(self.redirects), self.function, self.when,
        )  # fmt: skip

    @property
    def is_test(self) -> bool:
        return bool(self.words) and self.words[0] in ("[", "[[", "test", "((")

    @property
    def fails_on_purpose(self) -> bool:
        """`exit 1`, `exit $?`, `return 1`, `false`; a bare `exit` mostly means success."""
        if not self.words:
            return False
        if self.words[0] in ("exit", "return"):
            return len(self.words) > 1 and self.words[1] != "0"
        return self.words[0] in ("false", "die", "fail", "abort", "error_exit")
