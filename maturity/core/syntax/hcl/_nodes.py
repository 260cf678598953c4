"""What a scan of HCL yields."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct


class Attribute(Struct, frozen=True, array_like=True, gc=False):
    """`name = value`; `value` is the text as written, at most 2,000 characters of it."""

    name: str
    line: int
    value: str


class Block(Struct, frozen=True, array_like=True, omit_defaults=True):
    """`type "label" "label" { … }`."""

    type: str
    labels: tuple[str, ...]
    line: int
    attributes: tuple[Attribute, ...] = ()
    blocks: tuple[Block, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def value(self, name: str) -> str | None:
        """The text of an attribute as written; None when it is not set."""
        attribute = self.attribute(name)
        return attribute.value if attribute is not None else None

    def of(self, kind: str) -> Iterator[Block]:
        return (block for block in self.blocks if block.type == kind)

    def first(self, kind: str) -> Block | None:
        return next(self.of(kind), None)


class Body(Struct, frozen=True):
    """A whole file. `broken`: some of it could not be read; the rest is here all the same."""

    blocks: tuple[Block, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    broken: bool = False

    def of(self, kind: str) -> Iterator[Block]:
        return (block for block in self.blocks if block.type == kind)
