"""An episode in few words."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from maturity.core.drift.episode import Item
from maturity.core.plans.change import Action

LABELS = ("tags", "tags_all", "labels", "effective_labels", "terraform_labels")


class Shape(StrEnum):
    """Which sentence fits."""

    TAGS = "tags"  # "7 tags changed on aws_instance.web", or "on 3 resources"
    ATTRIBUTES = "attributes"  # "1 attribute changed on aws_db_instance.main"
    CHANGED = "changed"  # "aws_db_instance.main changed", where a plan held no values
    DELETED = "deleted"  # "aws_db_instance.main deleted", or "2 resources deleted"
    RESOURCES = "resources"  # "3 resources changed, 1 deleted"


class Headline(Struct, frozen=True):
    """
    changed, deleted  resources
    attributes        paths that differ, tags included
    address           of the only resource, otherwise ""
    """

    shape: Shape
    changed: int = 0
    deleted: int = 0
    attributes: int = 0
    address: str = ""


def headline(items: Iterable[Item], resources: int | None = None) -> Headline:
    """Of what drifts now; of all that did when nothing does any more.

    resources  how many there are when `items` lists only some of them
    """
    every = list(items)
    shown = [item for item in every if item.ended is None] or every
    total = max(resources or 0, len(shown))
    deleted = sum(item.action is Action.DELETE for item in shown)
    attributes = sum(len(item.attributes) for item in shown)
    address = shown[0].address if total == 1 else ""
    return Headline(_shape(shown, total, deleted), total - deleted, deleted, attributes, address)


def _shape(shown: list[Item], total: int, deleted: int) -> Shape:
    if deleted == total:
        return Shape.DELETED
    if not deleted and total == len(shown) and all(_only_labels(item) for item in shown):
        return Shape.TAGS
    if total > 1:
        return Shape.RESOURCES
    return Shape.ATTRIBUTES if shown[0].attributes else Shape.CHANGED


def _only_labels(item: Item) -> bool:
    return bool(item.attributes) and all(
        path.partition(".")[0].partition("[")[0] in LABELS for path in item.attributes
    )
