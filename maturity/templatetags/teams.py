"""How pages say who said something about a team."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from maturity.models import Membership, Repository, Told

register = template.Library()


@register.filter
def owned_by(repository: Repository) -> SafeString:
    """Who said whose it is: a person, a line of CODEOWNERS, a topic."""
    if repository.team_by == "topic":
        return format_html("{}", _("by the topic %(topic)s") % {"topic": repository.team_why})
    if repository.team_by != "codeowners":
        return format_html("{}", _("by a person"))
    path, _colon, line = repository.team_why.rpartition(":")
    said = _("by CODEOWNERS, line %(line)s") % {"line": line}
    address = repository.permalink(repository.default_branch, path, int(line) if line.isdigit() else 0)
    link = format_html('<a href="{}" rel="noreferrer">{}</a>', address, said)
    return link if address else format_html("{}", said)


@register.filter
def said_by(membership: Membership) -> str:
    return _("by single sign-on") if membership.source == Told.OIDC else _("by a person")
