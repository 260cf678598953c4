"""What the history alone says about each release that started: who agreed then, and who objected."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from maturity.models import Event

ENDED = ("signoff.ended", "signoff.revoked")


class Told:
    """What was said of one version and subject so far: who stands for it, and who against."""

    def __init__(self) -> None:
        self.words: dict[tuple[str, str], bool] = {}

    def hear(self, kind: str, data: dict[str, Any]) -> None:
        key = (data.get("item", ""), data.get("principal", {}).get("username", ""))
        if kind in ("signoff.given", "signoff.rejected"):
            self.words[key] = kind == "signoff.given"
        elif kind in ENDED and data.get("how") != "replaced":
            self.words.pop(key, None)

    def agreeing(self, item: str) -> set[str]:
        return {name for (of, name), yes in self.words.items() if of == item and yes}

    @property
    def objecting(self) -> set[str]:
        return {name for (_of, name), yes in self.words.items() if not yes}


def replayed(least: int) -> list[str]:
    """What is wrong, in words: each start needed `least` agreements, and "ops.owner" one, by others."""
    told: dict[tuple[str, str], Told] = defaultdict(Told)
    wrong = []
    for event in Event.objects.filter(data__has_key="digest").order_by("pk"):
        data = event.data
        one = told[data.get("version", ""), data["digest"]]
        one.hear(event.kind, data)
        if event.kind == "release.started":
            name = data["principal"]["username"]
            if len(one.agreeing("") - {name, "lin"}) < least or not one.agreeing("ops.owner") - {name, "lin"}:
                wrong.append(f"{event.subject} started without agreement: {one.words}")
            if one.objecting:
                wrong.append(f"{event.subject} started over an objection: {one.words}")
    return wrong
