"""Changes of one list that is laid upon another; see `core.checklist.merged`."""

from __future__ import annotations

from msgspec import structs

from releases.core.checklist import Approval, Checklist, Item


def with_item(child: Checklist, parent: Checklist, item: Item) -> Checklist:
    """Say an item otherwise, or add it. One that says what the parent says is the parent's again."""
    found = restored(child, item.key)
    if item in parent.items:
        return found
    keys = [one.key for one in child.items]
    place = keys.index(item.key) if item.key in keys else len(found.items)
    return structs.replace(found, items=(*found.items[:place], item, *found.items[place:]))


def without_item(child: Checklist, parent: Checklist, key: str) -> Checklist:
    """Leave an item out, or take away what was added here."""
    found = restored(child, key)
    if any(one.key == key for one in parent.items):
        return structs.replace(found, without=(*found.without, key))
    return found


def restored(child: Checklist, key: str) -> Checklist:
    """As the parent has it."""
    items = tuple(one for one in child.items if one.key != key)
    return structs.replace(child, items=items, without=tuple(one for one in child.without if one != key))


def with_approvals(child: Checklist, approvals: tuple[Approval, ...] | None, hours: int | None) -> Checklist:
    """None takes the parent's."""
    return structs.replace(child, approvals=approvals, approval_hours=hours)
