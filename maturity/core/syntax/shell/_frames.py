"""What is open while a script is read, and what happens to a command that fails inside it."""

from __future__ import annotations

from maturity.core.syntax.shell._command import Draft
from maturity.core.syntax.shell._folders import Folders


class Settings:
    """What a subshell inherits and cannot change for its parent."""

    def __init__(self, folders: Folders | None = None) -> None:
        self.folders = folders or Folders()
        self.errexit: bool | None = None
        self.pipefail: bool | None = None

    def copy(self) -> Settings:
        copied = Settings(self.folders.copy())
        copied.errexit, copied.pipefail = self.errexit, self.pipefail
        return copied

    def run_set(self, words: list[str]) -> None:
        """`set -euo pipefail`, `set +e`."""
        at = 1
        while at < len(words) and words[at][:1] in ("-", "+") and words[at] != "--":
            on = words[at].startswith("-")
            if "e" in words[at]:
                self.errexit = on
            if "o" in words[at]:
                at += 1
                self._option(words[at] if at < len(words) else "", on=on)
            at += 1

    def _option(self, name: str, *, on: bool) -> None:
        if name == "pipefail":
            self.pipefail = on
        elif name == "errexit":
            self.errexit = on


class Element:
    """One member of an and-or list: `drafts[start:end]`, joined to the one before by `operator`."""

    __slots__ = ("end", "negated", "operator", "start")

    def __init__(self, start: int, end: int, operator: str, *, negated: bool) -> None:
        self.start = start
        self.end = end
        self.operator = operator
        self.negated = negated


class Record:
    """All commands of a script so far, whatever depth they were found at."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.bodies: dict[str, list[int]] = {}
        self.pipelines = 0

    def __len__(self) -> int:
        return len(self.drafts)

    def mark(self, element: Element, reason: str) -> None:
        """An inner reason wins: it is nearer to the command."""
        for draft in self.drafts[element.start : element.end]:
            if not draft.tolerated:
                draft.tolerated = reason

    def fails(self, index: int) -> bool:
        """Whether this command is there to fail: `exit 1`, or a function of the script that ends so."""
        draft = self.drafts[index]
        body = self.bodies.get(draft.words[0]) if draft.words else None
        return draft.fails_on_purpose or bool(body and self.drafts[body[-1]].fails_on_purpose)


class Frame:
    """One open compound command and the list being read in it.

    tails      members of the last list whose failure ends that list but not the script: once another
               command follows, their failure is forgotten
    incoming   the tails of a compound inside the list being read
    kept       the tails of the branches already read: nothing in this compound follows them
    last       the last statement read: all of its list, `negated` as its last member is
    """

    def __init__(self, kind: str, start: int, when: tuple[str, ...]) -> None:
        self.kind = kind
        self.opened = start
        self.when = when
        self.outer_when = when
        self.settings: Settings | None = None
        self.function = ""
        self.start = start
        self.part = start
        self.operator = ""
        self.negated = False
        self.pipeline = 0
        self.elements: list[Element] = []
        self.guards: tuple[str, ...] = ()
        self.tails: list[Element] = []
        self.incoming: list[Element] = []
        self.kept: list[Element] = []
        self.text_start = 0
        self.tests: tuple[str, ...] = ()
        self.subject: Draft | None = None
        self.last: Element | None = None
        self.condition: Element | None = None
        self.condition_start = start
        self.in_else = False
        self.branch_fails = False

    def end_part(self, record: Record) -> None:
        """At `|`: what came before it is not the last of its pipe."""
        for draft in record.drafts[self.part :]:
            draft.last_in_pipe = False
        self.part = len(record)

    def end_element(self, record: Record, operator: str) -> None:
        end = len(record)
        if end > self.start:
            self.elements.append(Element(self.start, end, self.operator, negated=self.negated))
            if operator == "&&" and record.drafts[end - 1].is_test and len(self.guards) < 4:
                test = " ".join(record.drafts[end - 1].words)
                self.guards = (*self.guards, ("! " + test if self.negated else test)[:200])
        self.operator, self.negated = operator, False
        self.start = self.part = end
        self.pipeline = 0

    def end_list(self, record: Record, *, background: bool = False) -> None:
        """At the end of a statement: decide which failures in it count."""
        self.end_element(record, "")
        elements, self.elements, self.guards = self.elements, [], ()
        if not elements:
            return
        for tail in self.tails:
            record.mark(tail, "&& …")
        self.tails, self.incoming = self.incoming, []
        rescue: str | None = None
        for index in range(len(elements) - 1, -1, -1):
            element = elements[index]
            reason = "&" if background else "!" if element.negated else rescue
            if reason:
                record.mark(element, reason)
            elif reason is None and index < len(elements) - 1:
                self.tails.append(element)
            if element.operator == "||":
                rescue = _rescue(record, element)
        self.last = Element(elements[0].start, elements[-1].end, "", negated=elements[-1].negated)

    def end_branch(self) -> None:
        self.kept += self.tails
        self.tails = []


def _rescue(record: Record, element: Element) -> str:
    """What stands behind `||`, in short; "" when it passes the failure on."""
    if record.fails(element.end - 1):
        return ""
    first = record.drafts[element.start]
    if not first.words:
        return "|| " + " ".join(f"{name}={value}" for name, value in first.assigns)[:80]
    return f"|| {first.words[0]}" + (" …" if len(first.words) > 1 else "")
