"""Checklists: what must hold before a version goes from Stage to Prod, and who has to agree."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

from releases.core.digests import digest

MOST_ITEMS = 200


class Kind(StrEnum):
    """Who answers an item: a gate of ours, a person, or CI that sends its evidence."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    ATTESTED = "attested"


class Proof(StrEnum):
    """What has to come with the answer of a person or of CI."""

    NONE = "none"
    TEXT = "text"
    LINK = "link"


class Item(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line of a checklist.

    key        "iac.drift": unique in the list, and how children speak of it
    gate       of an automatic one: the file in core/gates
    params     what the gate is told; see its Params
    blocking   otherwise it advises only
    role       who may answer a manual one: "engineer", "approver", "lead", "admin"
    waivable   who may waive it; "" for nobody
    max_age    hours after which an answer is stale; 0 for never
    """

    key: str
    title: str
    kind: Kind = Kind.AUTOMATIC
    section: str = ""
    about: str = ""
    gate: str = ""
    params: dict[str, Any] = {}
    blocking: bool = True
    proof: Proof = Proof.NONE
    role: str = "approver"
    waivable: str = "lead"
    max_age: int = 0


class Approval(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """So many people with at least this role must agree to the release as a whole."""

    role: str
    least: int = 1


class Checklist(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One whole list, or what a child says differently from its parent.

    without         keys of the parent's items that do not count here
    approvals       of a child: None takes the parent's
    approval_hours  after which an agreement expires
    """

    items: tuple[Item, ...] = ()
    without: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] | None = None
    approval_hours: int | None = None

    def item(self, key: str) -> Item | None:
        return next((one for one in self.items if one.key == key), None)


APPROVAL_HOURS = 72


def merged(lists: Iterable[Checklist]) -> Checklist:
    """The organisation's, then the team's, then the application's, into one whole list.

    An item of a child takes the place of its parent's with the same key; new ones come last.
    """
    items: dict[str, Item] = {}
    approvals: tuple[Approval, ...] = ()
    hours = APPROVAL_HOURS
    for one in lists:
        for key in one.without:
            items.pop(key, None)
        items.update({item.key: item for item in one.items})
        approvals = approvals if one.approvals is None else one.approvals
        hours = one.approval_hours or hours
    return Checklist(items=tuple(items.values()), approvals=approvals, approval_hours=hours)


def packed(checklist: Checklist) -> dict[str, Any]:
    """As rows and digests hold it."""
    told: dict[str, Any] = msgspec.to_builtins(checklist)
    return told


def unpacked(told: Any) -> Checklist:
    """Raises msgspec.ValidationError, which says what is wrong where."""
    return msgspec.convert(told, Checklist)


def digest_of(checklist: Checklist) -> str:
    """The same for lists that say the same."""
    return digest(packed(checklist))
