"""The compound commands of a shell: if, case, loops, groups, subshells, functions and `[[ … ]]`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from maturity.core.syntax.shell._command import Draft
from maturity.core.syntax.shell._frames import Element, Frame, Record, Settings
from maturity.core.syntax.shell._tokens import END, OPERATOR, WORD, Token, Tokens

_MAX_OPEN = 200
_MAX_WHEN = 8


class Compounds:
    """Keeps the stack of open compounds. A closing word without its opening one is ignored."""

    def __init__(
        self, script: str, record: Record, settings: Settings, line: int, when: tuple[str, ...]
    ) -> None:
        self.tokens = Tokens(script)
        self.record = record
        self.settings = settings
        self.line = line
        self.function = ""
        self._frames = [Frame("script", len(record), when)]
        self._held: Token | None = None
        self._bodies: list[tuple[str, int, str]] = []

    @property
    def frame(self) -> Frame:
        return self._frames[-1]

    def end_command(self) -> None:
        raise NotImplementedError

    def new_draft(self, line: int) -> Draft:
        raise NotImplementedError

    def take(self) -> Token:
        token, self._held = self._held, None
        return token or self.tokens.next()

    def hold(self, token: Token) -> None:
        self._held = token

    def note(self, token: Token, variable: str = "") -> None:
        """Remember the scripts inside a word until its command ends."""
        self._bodies += [(body, line, variable) for body, line in token.bodies]

    def open(self, kind: str) -> None:
        outer = self.frame
        if len(self._frames) >= _MAX_OPEN:
            return
        frame = Frame(kind, len(self.record), outer.when + outer.guards)
        frame.function, self.function = self.function, ""
        if frame.function or kind == "subshell":
            frame.settings = self.settings
            self.settings = self.settings.copy()
        if frame.function:
            # Where it is called decides; see `_functions`.
            self.settings = Settings()
            frame.when = frame.outer_when = ()
        frame.text_start = self.tokens.at
        self._frames.append(frame)

    def close(self, kind: str) -> None:
        if all(frame.kind != kind for frame in self._frames[1:]):
            return
        while self.frame.kind != kind:
            self._close_top()
        self._close_top()

    def close_all(self) -> None:
        while len(self._frames) > 1:
            self._close_top()
        self.frame.end_list(self.record)

    def _close_top(self) -> None:
        self.frame.end_list(self.record)
        frame = self._frames.pop()
        if frame.settings is not None:
            self.settings = frame.settings
        elif not frame.function:
            self.frame.incoming += frame.kept + frame.tails
        if frame.function:
            for draft in self.record.drafts[frame.opened :]:
                draft.function = draft.function or frame.function
            self.record.bodies[frame.function] = list(range(frame.opened, len(self.record)))

    def nearest(self, kind: str) -> Frame | None:
        """The innermost compound when it is of this kind, its statement ended."""
        if self.frame.kind != kind:
            return None
        self.frame.end_list(self.record)
        return self.frame

    def written(self, frame: Frame, end: int) -> str:
        """The condition of a compound as one line of text."""
        text = self.tokens.script[frame.text_start : min(end, frame.text_start + 400)]
        return " ".join(text.split()).rstrip("; ")[:200]

    def under(self, frame: Frame, *tests: str) -> None:
        frame.when = (frame.outer_when + tests)[:_MAX_WHEN]
        frame.branch_fails = False


def _if(reader: Compounds, _token: Token) -> None:
    reader.open("if")


def _then(reader: Compounds, token: Token) -> None:
    frame = reader.nearest("if")
    if frame is None:
        return
    frame.tails = []
    negated = bool(frame.last and frame.last.negated)
    frame.condition = Element(frame.condition_start, len(reader.record), "", negated=negated)
    for draft in reader.record.drafts[frame.condition_start :]:
        if draft.tolerated in ("", "!"):
            draft.tolerated = "if"
    frame.tests = (*frame.tests, reader.written(frame, token.start))[-_MAX_WHEN:]
    reader.under(frame, *(f"! {test}" for test in frame.tests[:-1]), frame.tests[-1])


def _else(reader: Compounds, _token: Token) -> None:
    frame = reader.nearest("if")
    if frame is not None:
        _weigh(reader, frame)
        frame.in_else = True
        frame.end_branch()
        reader.under(frame, *(f"! {test}" for test in frame.tests))


def _elif(reader: Compounds, token: Token) -> None:
    _else(reader, token)
    frame = reader.frame
    frame.in_else, frame.condition = False, None
    frame.condition_start = len(reader.record)
    frame.text_start = reader.tokens.at


def _fi(reader: Compounds, _token: Token) -> None:
    frame = reader.nearest("if")
    if frame is not None:
        _weigh(reader, frame)
    reader.close("if")


def _weigh(reader: Compounds, frame: Frame) -> None:
    """`if ! cmd; then exit 1` and `if cmd; …; else exit 1`: the failure of cmd counts after all."""
    condition = frame.condition
    if condition is not None and frame.branch_fails and condition.negated != frame.in_else:
        for draft in reader.record.drafts[condition.start : condition.end]:
            if draft.tolerated == "if":
                draft.tolerated = ""


def _while(reader: Compounds, token: Token) -> None:
    reader.open(token.text)


def _do(reader: Compounds, token: Token) -> None:
    frame = reader.nearest("while") or reader.nearest("until")
    if frame is None:
        return
    frame.tails = []
    reader.record.mark(Element(frame.opened, len(reader.record), "", negated=False), frame.kind)
    test = reader.written(frame, token.start)
    reader.under(frame, test if frame.kind == "while" else f"! {test}")


def _for(reader: Compounds, token: Token) -> None:
    reader.open("for")
    reader.new_draft(token.line).words = [token.text]


def _done(reader: Compounds, _token: Token) -> None:
    for kind in ("while", "until", "for"):
        if reader.frame.kind == kind:
            reader.close(kind)
            return


def _case(reader: Compounds, token: Token) -> None:
    reader.open("case")
    draft = reader.new_draft(token.line)
    draft.words = ["case"]
    while (word := reader.take()).kind != END and not (word.plain and word.text == "in"):
        draft.words += [word.text] if word.kind == WORD else []
        reader.note(word)
    reader.end_command()
    reader.frame.subject = draft
    reader.frame.end_list(reader.record)
    _pattern(reader)


def _pattern(reader: Compounds) -> None:
    """From `in` or `;;` to the `)` behind the next pattern."""
    frame = reader.frame
    patterns: list[str] = []
    while (token := reader.take()).kind != END:
        if token.kind == OPERATOR and token.text == ")":
            break
        if token.kind == WORD:
            if token.plain and token.text == "esac" and not patterns:
                reader.close("case")
                return
            patterns.append(token.text)
    subject = frame.subject
    if subject is not None and len(subject.words) < 100:
        reader.under(frame, " ".join(["case", *subject.words[1:2], "|".join(patterns)])[:200])
        subject.words += patterns
    frame.end_branch()


def _next_case(reader: Compounds, _token: Token) -> None:
    while reader.frame.kind not in ("case", "script"):
        reader.close(reader.frame.kind)
    if reader.nearest("case") is not None:
        _pattern(reader)


def _conditional(reader: Compounds, token: Token) -> None:
    draft = reader.new_draft(token.line)
    draft.words = ["[["]
    last = token
    while (part := reader.take()).kind != END:
        if part.text == "\n" and last.kind != OPERATOR:
            reader.hold(part)
            break
        draft.words += [part.text] if part.text != "\n" else []
        reader.note(part)
        if part.plain and part.text == "]]":
            break
        last = part


def _function(reader: Compounds, _token: Token) -> None:
    name = reader.take()
    if name.kind != WORD:
        reader.hold(name)
        return
    reader.function = name.text
    following = reader.take()
    if following.text == "(" and reader.tokens.opens(")"):
        reader.take()
    else:
        reader.hold(following)


def _not(reader: Compounds, _token: Token) -> None:
    reader.frame.negated = not reader.frame.negated


def _nothing(_reader: Compounds, _token: Token) -> None:
    return


KEYWORDS: Mapping[str, Callable[[Compounds, Token], None]] = {
    "if": _if, "then": _then, "elif": _elif, "else": _else, "fi": _fi,
    "while": _while, "until": _while, "for": _for, "select": _for, "do": _do, "done": _done,
    "case": _case, "esac": lambda reader, _token: reader.close("case"),
    "{": lambda reader, _token: reader.open("group"), "}": lambda reader, _token: reader.close("group"),
    "function": _function, "[[": _conditional, "!": _not, "time": _nothing, "coproc": _nothing,
}  # fmt: skip
CLOSERS: Mapping[str, Callable[[Compounds, Token], None]] = {
    ")": lambda reader, _token: reader.close("subshell"),
    ";;": _next_case,
    ";&": _next_case,
    ";;&": _next_case,
}
