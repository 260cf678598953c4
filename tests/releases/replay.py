"""What the history alone says about each release that started: who agreed then, and who objected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from maturity.models import Event

ENDED = ("signoff.ended", "signoff.revoked")
ON_CALL = "ops.owner"


class Told:
    """What was said of one version and subject so far: who stands for it, and who against."""

    def __init__(self) -> None:
        self.words: dict[tuple[str, str], bool] = {}
        self.waived = False
        self.overridden: set[int] = set()  # attempts

    def hear(self, kind: str, data: dict[str, Any]) -> None:
        key = (data.get("item", ""), data.get("principal", {}).get("username", ""))
        if kind in ("signoff.given", "signoff.rejected"):
            self.words[key] = kind == "signoff.given"
        elif kind in ENDED and data.get("how") != "replaced":
            self.words.pop(key, None)
        elif kind == "item.waived" and key[0] == ON_CALL:
            self.waived = True
        elif kind == "release.overridden":
            self.overridden.add(data["attempt"])

    def agreeing(self, item: str) -> set[str]:
        return {name for (of, name), yes in self.words.items() if of == item and yes}

    @property
    def objecting(self) -> set[str]:
        return {name for (_of, name), yes in self.words.items() if not yes}

    def wrong(self, starter: str, least: int) -> str:
        others = {item: self.agreeing(item) - {starter, "lin"} for item in ("", ON_CALL)}
        if len(others[""]) < least or not (others[ON_CALL] or self.waived):
            return "without agreement"
        return "over an objection" if self.objecting else ""


def replayed(least: int | Callable[[str, int], int]) -> list[str]:
    """What is wrong, in words: each start without an override needed `least` agreements, and "ops.owner" one,
    by others. least: (version, attempt) -> how many, where they differ.
    """
    told: dict[tuple[str, str], Told] = defaultdict(Told)
    wrong = []
    for event in Event.objects.filter(data__has_key="digest").order_by("pk"):
        data = event.data
        one, attempt = told[data.get("version", ""), data["digest"]], data.get("attempt", 1)
        one.hear(event.kind, data)
        if event.kind != "release.started" or attempt in one.overridden:
            continue
        needed = least if isinstance(least, int) else least(data["version"], attempt)
        if found := one.wrong(data["principal"]["username"], needed):
            wrong.append(f"{event.subject} started {found}: {one.words}")
    return wrong
