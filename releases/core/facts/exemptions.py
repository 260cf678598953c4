"""What may be destroyed all the same."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Exemption(Struct, frozen=True, kw_only=True):
    """address: a glob. until: the last day it holds, in UTC."""

    address: str
    reason: str
    until: date
    by: str


class Exemptions(Struct, frozen=True):
    """settings: the page where they are given."""

    settings: str
    exemptions: tuple[Exemption, ...] = ()
