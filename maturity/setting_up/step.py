"""One step, and what the steps are told from."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Any

from django.urls import reverse
from msgspec import Struct

from maturity.core.permissions import Permission
from maturity.models import Repository, Stack, User
from maturity.words import Words


class State(StrEnum):
    DONE = "done"
    OPEN = "open"
    BROKEN = "broken"  # it was done, and does not work
    UNNEEDED = "unneeded"


class Link(Struct, frozen=True):
    text: Words
    url: str


class Step(Struct, frozen=True, kw_only=True):
    """told: how it stands. brings: what Rungs knows through it. asks: what it may do, where no list says it.

    said  the provider's own words, when it is broken
    """

    key: str
    title: Words
    state: State
    told: Words
    brings: Words
    asks: Words = ""
    rights: tuple[Permission, ...] = ()
    said: str = ""
    links: tuple[Link, ...] = ()


class Situation:
    def __init__(self, user: User, repository: Repository) -> None:
        self.user, self.repository = user, repository

    @cached_property
    def stacks(self) -> list[Stack]:
        found = self.repository.stacks.present().select_related("connection")
        return list(found.order_by("directory", "name", "environment"))

    def of_repository(self, name: str, text: Words) -> Link:
        return Link(text, reverse(f"maturity:{name}", args=[self.repository.name]))


def page(name: str, text: Words, *given: Any) -> Link:
    return Link(text, reverse(f"maturity:{name}", args=given))
