"""The list beside every page of /settings/."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.models import User
from maturity.sections import Section, sections_for
from maturity.words import Words

register = template.Library()


class Entry(Struct, frozen=True):
    section: Section
    url: str


class Group(Struct, frozen=True):
    key: str
    title: Words
    entries: list[Entry]


@register.simple_tag(takes_context=True)
def settings_groups(context: Context) -> list[Group]:
    """What this person may open. Groups without anything are left out."""
    user = context["request"].user
    if not isinstance(user, User):
        return []
    groups = [
        Group("you", _("You"), _entries(sections_for(user, "you"))),
        Group("team", _("Teams"), _entries(sections_for(user, "team"))),
        Group("organisation", _("Organisation"), _entries(sections_for(user, "organisation"))),
    ]
    return [group for group in groups if group.entries]


def _entries(sections: list[Section]) -> list[Entry]:
    return [Entry(section, reverse(section.url_name)) for section in sections]
