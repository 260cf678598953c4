"""What kind of repository this is: asked before any level."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from maturity.core.source import Source


class KindName(StrEnum):
    LIVE = "live-infra"
    APPLICATION = "app-with-infra"
    LIBRARY = "module-library"
    GITOPS = "gitops"
    TOOL = "tool"
    NONE = "none"


class Kind(Struct, frozen=True):
    """`name`, and why we think so, in one sentence with evidence."""

    name: KindName
    why: str
    evidence: tuple[Source, ...] = ()

    @property
    def has_level(self) -> bool:
        return self.name in {KindName.LIVE, KindName.APPLICATION, KindName.GITOPS}
