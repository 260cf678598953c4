"""The pages of /settings/. One file here, or in another app's `sections`, is one entry of the list."""

from __future__ import annotations

from functools import cache
from typing import Literal

from django.utils.functional import Promise
from msgspec import Struct

from maturity import folders
from maturity.models import Role, User

Group = Literal["you", "team", "organisation"]


class Section(Struct, frozen=True):
    """One entry. The page behind it decides for itself who may do what: this only offers it.

    icon      of static/icons.svg
    url_name  of a page without arguments: "maturity:settings_noise"
    least     offered to who has this role in a team; None: to everybody
    admin     offered to administrators of the organisation alone
    about     one line: what can be changed there
    """

    key: str
    title: str | Promise
    icon: str
    url_name: str
    group: Group
    least: Role | None = None
    admin: bool = False
    about: str | Promise = ""

    def offered_to(self, user: User) -> bool:
        if user.is_superuser:
            return True
        return not self.admin and (self.least is None or bool(user.teams_where(self.least)))


@cache
def all_sections() -> tuple[Section, ...]:
    """Of every app, in order of their files."""
    return tuple(folders.members("sections", "SECTION"))


def sections_for(user: User, group: Group) -> list[Section]:
    return [section for section in all_sections() if section.group == group and section.offered_to(user)]
