"""What pages of releases draw: states, marks, evidence, digests, and the stamp a form carries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from maturity import words
from maturity.models import Repository
from maturity.templatetags.drift import web
from maturity.templatetags.rungs import icon
from maturity.words import Look
from maturity.words.engine import said
from releases import links
from releases.core.gate import Evidence
from releases.models import Release
from releases.words.marks import KINDS, MARKS, MINE, ROLES
from releases.words.states import STATES

register = template.Library()
SHORT = 12  # digits of a digest that are shown


@register.simple_tag
def state(value: str) -> SafeString:
    """A tag: a picture and a word, and a colour besides."""
    look = STATES.get(value, Look("unknown", "", value))
    colour = look.colour.removeprefix("c-")
    return format_html('<span class="tag {}">{}{}</span>', colour, icon(look.icon), look.word)


@register.simple_tag
def mark(value: str) -> SafeString:
    """The sign of an item, with its word for those who do not see it. "mine": it waits for whoever reads."""
    look = MINE if value == "mine" else MARKS[value]
    return format_html('{}<span class="vh">{}: </span>', icon(look.icon, look.colour), look.word)


@register.filter
def role_word(role: str) -> str:
    return str(ROLES.get(role, role))


@register.filter
def kind_title(kind: str) -> str:
    return str(KINDS[kind])


@register.filter
def brief(digest: str) -> str:
    """ "sha256:0123456789ab": enough to tell two apart."""
    kind, _colon, digits = digest.rpartition(":")
    return f"{kind}:{digits[:SHORT]}" if kind else digits[:SHORT]


@register.simple_tag
def proof(evidence: Sequence[Evidence], repository: Repository | None) -> SafeString:
    """Where somebody can see for themselves. In Python: a page has a hundred of these."""
    return format_html_join(" ", "{}", ((_link(one, repository),) for one in evidence))


def _link(one: Evidence, repository: Repository | None) -> SafeString:
    text, address = said(one.text), web(one.url)
    if one.path:
        text = f"{one.path}:{one.line}" if one.line else one.path
        address = address or (repository.permalink(one.commit, one.path, one.line) if repository else "")
    if not address and one.url.startswith("/") and not one.url.startswith(("//", "/\\")):
        address = one.url  # a page of ours
    if not address:
        return format_html('<span class="mono tiny">{}</span>', text)
    return format_html('<a class="mono tiny" href="{}" rel="noreferrer">{}</a>', address, text)


@register.simple_tag
def stamp(release: Release) -> SafeString:
    """What a form carries, so that it changes nothing but what its page showed."""
    given = (("attempt", release.attempt), ("digest", release.digest), ("revision", release.revision))
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', given)


@register.filter
def age(moment: datetime) -> str:
    """ "3 h": where there is no room for markup."""
    return words.span(timezone.now() - moment)


@register.filter
def traffic(share: float) -> str:
    """ "0.1 %": the first step of a release may be smaller than one of hundred."""
    return f"{share:g} %"


@register.filter
def path(release: Release) -> str:
    """Of its last attempt."""
    return links.release_path(release)
