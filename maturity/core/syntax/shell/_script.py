"""Reads a script statement by statement: one pass, a stack of open compounds, recursion only into `$(…)`."""

from __future__ import annotations

from maturity.core.syntax.shell._command import Command, Draft
from maturity.core.syntax.shell._compounds import CLOSERS, KEYWORDS, Compounds
from maturity.core.syntax.shell._frames import Record, Settings
from maturity.core.syntax.shell._functions import expand
from maturity.core.syntax.shell._tokens import END, OPERATOR, REDIRECT, WORD, Token
from maturity.core.syntax.shell._wrappers import unwrap

_MAX_DEPTH = 8
_MAX_COMMANDS = 20_000
_LOOSE = "its shell runs without -e"
_DECLARE = frozenset({"export", "local", "declare", "readonly", "typeset"})


def commands(script: str, *, loose: bool = False) -> list[Command]:
    """Every command of a script, in the order written. Never raises; at most 20,000 commands.

    loose    it runs by `sh -c` without `-e`: only its last command decides whether it fails
    """
    record = Record()
    settings = Settings()
    first = script.partition("\n")[0]
    if first.startswith("#!"):
        settings.run_set(["set", *first.split()[1:]])
    whole = _Script(script, record, settings)
    whole.run()
    if loose:
        whole.forgive_all_but_the_last()
    return expand([draft.finished() for draft in record.drafts], record.bodies)


class _Script(Compounds):
    """The simple commands; `Compounds` reads what they stand in."""

    def __init__(
        self, script: str, record: Record, settings: Settings, line: int = 0, depth: int = 0,
        when: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        super().__init__(script, record, settings, line, when)
        self._depth = depth
        self._draft: Draft | None = None

    def run(self) -> None:
        while len(self.record) < _MAX_COMMANDS:
            token = self.take()
            if token.kind == END:
                break
            if token.kind == WORD:
                self._word(token)
            elif token.kind == REDIRECT:
                self._redirect(token)
            else:
                self._operator(token)
        self.end_command()
        self.close_all()

    def end_command(self) -> None:
        draft, bodies = self._draft, self._bodies
        self._draft, self._bodies = None, []
        if draft is None:
            return
        declares = bool(draft.words) and draft.words[0] in _DECLARE
        masks = draft.words[0] if declares else "$(…)" if draft.words else ""
        for body, line, variable in bodies:
            self._nested(body, line, variable, masks)
        if declares and draft.assigns:
            draft.words = []
        elif draft.words:
            self._look_through(draft)
        if draft.words or draft.assigns:
            self.record.drafts.append(draft)
            self._effects(draft)

    def new_draft(self, line: int) -> Draft:
        frame, settings = self.frame, self.settings
        draft = Draft(self.line + line)
        if not frame.pipeline:
            self.record.pipelines += 1
            frame.pipeline = self.record.pipelines
        draft.pipeline = frame.pipeline
        draft.cwd = settings.folders.cwd
        draft.errexit, draft.pipefail = settings.errexit, settings.pipefail
        draft.when = frame.when + frame.guards
        self._draft = draft
        return draft

    def _word(self, token: Token) -> None:
        draft = self._draft
        if draft is None and token.plain and token.text in KEYWORDS:
            KEYWORDS[token.text](self, token)
            return
        if draft is None:
            draft = self.new_draft(token.line)
        assignment = token.assignment()
        variable = ""
        if assignment and (not draft.words or draft.words[0] in _DECLARE):
            draft.assigns.append(assignment)
            variable = assignment[0]
        else:
            draft.words.append(token.text)
        self.note(token, variable)

    def _redirect(self, token: Token) -> None:
        draft = self._draft or self.new_draft(token.line)
        target = self.take()
        if target.kind != WORD:
            self.hold(target)
            return
        draft.redirects.append(token.text + target.text)
        self.note(target)

    def _operator(self, token: Token) -> None:
        operator, draft = token.text, self._draft
        if operator == "(":
            self._parenthesis(token, draft)
            return
        self.end_command()
        if operator in ("|", "|&"):
            self.frame.end_part(self.record)
        elif operator in ("&&", "||"):
            self.frame.end_element(self.record, operator)
        elif operator in CLOSERS:
            CLOSERS[operator](self, token)
        else:
            self.frame.end_list(self.record, background=operator == "&")

    def _parenthesis(self, token: Token, draft: Draft | None) -> None:
        if draft is None:
            if self.tokens.opens("("):
                test = self.new_draft(token.line)
                test.words = ["((", *self.tokens.arithmetic().split(), "))"]
            else:
                self.open("subshell")
        elif len(draft.words) == 1 and not draft.assigns:
            closing = self.take()
            if closing.kind == OPERATOR and closing.text == ")":
                self._draft, self._bodies = None, []
                self.function = draft.words[0]
            else:
                self.hold(closing)

    def _look_through(self, draft: Draft) -> None:
        found = unwrap(draft.words)
        draft.words = found.words
        draft.assigns += found.assigns
        for script in found.scripts:
            inner = self._nested(script.text, draft.line - self.line)
            if inner is not None and script.loose:
                inner.forgive_all_but_the_last()

    def forgive_all_but_the_last(self) -> None:
        """A shell without `-e`, `$(…)` too, goes on after a failure and answers with its last command."""
        last = self.frame.last
        for draft in self.record.drafts[self.frame.opened : last.start if last else None]:
            if draft.errexit is not True:
                draft.tolerated = draft.tolerated or _LOOSE

    def _nested(self, script: str, line: int, captured: str = "", masked: str = "") -> _Script | None:
        """A script inside this one: the commands of `$(…)`, or the text of `sh -c`."""
        if self._depth >= _MAX_DEPTH or not script.strip():
            return None
        start = len(self.record)
        when = self.frame.when + self.frame.guards
        settings = self.settings.copy()
        settings.errexit = None
        inner = _Script(script, self.record, settings, self.line + line, self._depth + 1, when)
        inner.run()
        if captured:
            inner.forgive_all_but_the_last()
        for draft in self.record.drafts[start:]:
            draft.captured = draft.captured or captured
            draft.tolerated = draft.tolerated or masked
            draft.errexit = self.settings.errexit if draft.errexit is None else draft.errexit
        return inner

    def _effects(self, draft: Draft) -> None:
        if not draft.words:
            return
        name = draft.words[0]
        if name == "set":
            self.settings.run_set(draft.words)
        elif name in ("cd", "chdir", "pushd", "popd"):
            self.settings.folders.run(draft.words)
        elif draft.fails_on_purpose and not self.frame.operator:
            self.frame.branch_fails = True
