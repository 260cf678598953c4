"""What a page offers to whom. Asks the database nothing: a person brings their roles along."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template import Context

from maturity import access
from maturity.models import Connection, Repository, Role, Team

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Context, role: str, owned: Repository | Connection | Team | None) -> bool:
    """{% may "engineer" r as can %}: in the team of this repository or connection, or in this team."""
    return access.may(_person(context), Role[role.upper()], owned)


@register.simple_tag(takes_context=True)
def may_somewhere(context: Context, role: str) -> bool:
    """{% may_somewhere "lead" as leads %}: in some team."""
    return access.may_somewhere(_person(context), Role[role.upper()])


def _person(context: Context) -> access.Person:
    user: access.Person = getattr(context.get("request"), "user", None) or AnonymousUser()
    return user
