"""Attribute by attribute: what one side has and the other has not, as text that may be shown.

Paths read `root_block_device[0].volume_size`, `tags["Name"]`: a key that looks like an attribute stands
after a dot, any other is quoted in brackets. A JSON text (a policy) is compared as what it holds, and its
parts have paths of the same kind. An element of a list is called by its name where every one has a name,
else by its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from maturity.core.plans.change import Difference
from maturity.core.plans.document import Change, value
from maturity.core.plans.pairing import Hidden, Name, Path, pairs
from maturity.core.plans.redact import KEYED, Secrets, parsed, sounds_secret
from maturity.core.redact import MASK

MAX_DIFFERENCES: Final = 500
MAX_TEXT: Final = 2_000
MAX_READ: Final = 1 << 16
MAX_DEPTH: Final = 16
MAX_PATH: Final = 500
MAX_FORCING: Final = 50
LEAD: Final = 200  # characters shown before the first that differs, where a text must be cut

_MAPS: Final = (
    "tags",
    "tags_all",
    "labels",
    "annotations",
    "variables",
)  # their keys are nobody's attributes
_NAME: Final = re.compile(r"[a-z_][a-zA-Z0-9_]*")


def differences(change: Change, secrets: Secrets, other: Change | None = None) -> tuple[Difference, ...]:
    """At most MAX_DIFFERENCES: what forces a replacement first, what is known only when applied last.

    `other` is what else is said of the resource: what is marked there is hidden here too.
    """
    unknown = bytes(change.after_unknown)
    if b"true" not in unknown and bytes(change.before) == bytes(change.after):
        return ()
    before, after = value(change.before), value(change.after)
    walk = _Walk(secrets, _forcing(value(change.replace_paths)), one_sided=before is None or after is None)
    hidden = tuple(
        value(mask) for one in (change, other) if one for mask in (one.before_sensitive, one.after_sensitive)
    )
    walk.compare((), before, after, value(change.after_unknown), hidden)
    return tuple(sorted(walk.found, key=lambda one: (not one.forces, one.unknown)))


def spelled(path: Path) -> str:
    parts = []
    for before, step in zip((None, *path), path, strict=False):
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif _NAME.fullmatch(step) and not isinstance(step, Name) and before not in _MAPS:
            parts.append(f".{step}" if parts else step)
        else:
            parts.append('["' + step.replace("\\", "\\\\").replace('"', '\\"') + '"]')
    return "".join(parts)


class _Walk:
    """Goes down both sides at once."""

    def __init__(self, secrets: Secrets, forcing: Sequence[Path], *, one_sided: bool) -> None:
        self.found: list[Difference] = []
        self._secrets = secrets
        self._forcing = forcing
        self._one_sided = one_sided

    def compare(self, path: Path, before: Any, after: Any, unknown: Any, hidden: Hidden) -> None:
        if len(self.found) >= MAX_DIFFERENCES:
            return
        if unknown is True:
            self._add(path, before, None, hidden, unknown=True)
        elif True in hidden:
            if before != after:
                self._add(path, before, after, hidden)
        elif before != after or _marks_any(unknown):
            self._look_inside(path, before, after, unknown, hidden)

    def _look_inside(self, path: Path, before: Any, after: Any, unknown: Any, hidden: Hidden) -> None:
        inner = pairs(before, after, unknown, hidden) if len(path) < MAX_DEPTH else None
        if inner is None and isinstance(before, str) and isinstance(after, str):
            inner = self._of_texts(before, after)
        if not inner:
            self._leaf(path, before, after, unknown, hidden)
            return
        if not path:
            inner.sort(key=lambda one: not self._forces((one.step,)))
        for one in inner:
            self.compare((*path, one.step), one.before, one.after, one.unknown, one.hidden)

    def _of_texts(self, before: str, after: str) -> Any:
        """A policy is JSON within a text."""
        if before[:1] not in ("{", "[") or after[:1] not in ("{", "["):
            return None
        then, now = parsed(before), parsed(after)
        if then is None or now is None or then == now:
            return None
        return pairs(then, now, None, ())

    def _leaf(self, path: Path, before: Any, after: Any, unknown: Any, hidden: Hidden) -> None:
        if before == after:
            if _marks_any(unknown):
                self._add(path, before, None, hidden, unknown=True)
            return
        if self._one_sided and not before and not after and 0 not in (before, after):
            return  # a whole resource comes or goes: what it leaves empty is no news
        self._add(path, before, after, hidden)

    def _add(self, path: Path, before: Any, after: Any, hidden: Hidden, *, unknown: bool = False) -> None:
        name = self._secrets.sweep(spelled(path))[:MAX_PATH]
        forces = self._forces(path)
        if self._must_hide(path, (before, after), hidden):
            self.found.append(Difference(name, sensitive=True, unknown=unknown, forces=forces))
            return
        then, now = self._text(before), self._text(after)
        if then is not None and then == now and MASK in then:
            self.found.append(Difference(name, sensitive=True, forces=forces))
            return
        then, now = _cut(then, now)
        self.found.append(Difference(name, then, now, unknown=unknown, forces=forces))

    def _must_hide(self, path: Path, values: tuple[Any, Any], hidden: Hidden) -> bool:
        if self._secrets.too_many or (any(hidden) and any(map(_marks_any, hidden))):
            return True
        named = path[-2:-1] if path[-1:] in (("value",), ("Value",)) else path[-1:]
        said = [one for one in values if isinstance(one, str) and one and not one.startswith("arn:")]
        return bool(said) and any(isinstance(step, str) and sounds_secret(step) for step in named)

    def _text(self, found: Any) -> str | None:
        if found is None:
            return None
        text = found if isinstance(found, str) else msgspec.json.encode(found).decode()
        swept = self._secrets.sweep(text[:MAX_READ])
        # A secret may stand across the place where it was cut.
        return swept if len(text) <= MAX_READ else swept[:-KEYED] + "…"

    def _forces(self, path: Path) -> bool:
        return any(all(map(_meet, path, one)) for one in self._forcing)


def _meet(step: str | int, forcing: str | int) -> bool:
    """Terraform counts elements that are called by their names here."""
    return step == forcing or (isinstance(step, Name) and isinstance(forcing, int))


def _cut(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Both sides short enough to keep, from shortly before the first character that differs."""
    if max(len(before or ""), len(after or "")) <= MAX_TEXT:
        return before, after
    one, other = before or "", after or ""
    shorter = min(len(one), len(other))
    same = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    start = same - LEAD if same > MAX_TEXT // 2 else 0
    return _window(before, start), _window(after, start)


def _window(text: str | None, start: int) -> str | None:
    if text is None:
        return None
    room = MAX_TEXT - 2
    cut = text[start : start + room]
    return f"{'…' if start else ''}{cut}{'…' if start + room < len(text) else ''}"


def _forcing(paths: Any) -> list[Path]:
    if not isinstance(paths, list):
        return []
    return [tuple(one) for one in paths[:MAX_FORCING] if isinstance(one, list) and one]


def _marks_any(mask: Any) -> bool:
    pending = [mask]
    while pending:
        one = pending.pop()
        if one is True:
            return True
        if isinstance(one, dict):
            pending += one.values()
        elif isinstance(one, list):
            pending += one
    return False
