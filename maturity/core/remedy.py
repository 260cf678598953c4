"""What a person can do about drift: words to paste. Rungs itself runs none of it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from maturity.core.plans.change import Action, Difference, ResourceChange

MOST_TARGETS = 10  # with more of them, one plan of everything reads better
MOST_LINES = 40
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
BARE = re.compile(r"true|false|-?(?:0|[1-9]\d{0,14})|\[.*\]|\{.*\}", re.DOTALL)  # all else is safe as a text
PROGRAMS = {"opentofu": "tofu", "terragrunt": "terragrunt"}
CUT = "…"


def revert(
    tool: str, directory: str, addresses: Sequence[str], *, workspace: str = "", variables: Sequence[str] = ()
) -> str:
    """The commands that make the cloud what the code says: a plan to read, then its apply."""
    program = PROGRAMS.get(tool, "terraform")
    words = ["plan", "-out=tfplan", *(f"-var-file={_from(directory, one)}" for one in variables)]
    if len(addresses) <= MOST_TARGETS:
        words += [f"-target={one}" for one in addresses]
    lines = [f"cd {shlex.quote(directory)}"] if directory else []
    lines += [f"{program} workspace select {shlex.quote(workspace)}"] if workspace else []
    lines += [f"{program} {shlex.join(words)}", f"{program} apply tfplan"]
    return "\n".join(lines) + "\n"


def _from(directory: str, path: str) -> str:
    """A path with a leading / counts from the top of the repository."""
    up = "../" * (directory.count("/") + 1 if directory else 0)
    return up + path.removeprefix("/") if path.startswith("/") else path


def accept(changes: Sequence[ResourceChange]) -> str:
    """The lines of code that say what the cloud is now, resource by resource."""
    lines: list[str] = []
    for change in changes:
        lines += [*([""] if lines else []), *_of_one(change)]
        if len(lines) > MOST_LINES:
            left = len(changes) - changes.index(change) - 1
            lines += [f"# and {left} more resources"] if left else []
            break
    return "\n".join(lines) + "\n" if lines else ""


def _of_one(change: ResourceChange) -> list[str]:
    address = _on_one_line(change.address)
    if change.outside == Action.DELETE:
        return [
            f"# {address}: take its block out, and its memory out of the state",
            "removed {", f"  from = {address.partition('[')[0]}",
            "  lifecycle {", "    destroy = false", "  }", "}",
        ]  # fmt: skip
    return [f"# {address}", *(_line(row) for row in change.drift)]


def _line(row: Difference) -> str:
    path = _on_one_line(row.path)
    if row.sensitive:
        return f"# {path}: sensitive, not shown"
    if row.after is None:
        return f"# {path}: take it out"
    if CUT in row.after:
        return f"# {path}: too long to be shown whole"
    said = (
        f"{path} = {_on_one_line(_escaped(row.after)) if BARE.fullmatch(row.after) else _quoted(row.after)}"
    )
    return said if PLAIN.fullmatch(path) else f"# {said}"


def _on_one_line(text: str) -> str:
    """A line break in foreign text would end the comment it stands in."""
    return " ".join(text.split())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{_escaped(escaped)}"'


def _escaped(text: str) -> str:
    """No value is read as a template."""
    return text.replace("${", "$${").replace("%{", "%%{")
