"""Rows of drift episodes, drawn in Python: a page has a hundred of them."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity import words
from maturity.models import DriftEpisode
from maturity.templatetags.drift import stack_name
from maturity.templatetags.rungs import icon, since
from maturity.words import drift

register = template.Library()


@register.simple_tag
def episode_row(e: DriftEpisode, now: datetime, yesterday: datetime) -> SafeString:
    """One episode, folded: its attributes are fetched when it is opened."""
    place = reverse("maturity:episode", args=[e.pk])
    return format_html(
        '<details class="dis" id="e-{}" data-row hx-get="{}" hx-trigger="toggle once" hx-target="#d-{}">'
        '<summary>{}</summary><div class="body" id="d-{}"><p><a href="{}">{}</a></p></div></details>',
        e.pk, place, e.pk, episode_summary(e, now, yesterday), e.pk, place, _("Open this drift"),
    )  # fmt: skip


@register.simple_tag
def episode_summary(e: DriftEpisode, now: datetime, yesterday: datetime) -> SafeString:
    """What changed, where, whose it is, for how long, and how many checks saw it."""
    checks = ngettext("%(n)s check", "%(n)s checks", e.checks) % {"n": words.grouped(e.checks)}
    return format_html(
        '{}{}<span class="t"><b>{}</b>{} <small class="d">{} · {}</small></span>'
        '<span class="age"><b>{}</b> <small class="d nw">{}</small></span>',
        icon("right", "chev"), icon("ok", "c-mute") if e.ended_at else icon("warn", "c-warn"),
        drift.headline(e), episode_tags(e, now, yesterday), place_of(e), _owner(e),
        since(e.first_seen_at, e.ended_at or now), checks,
    )  # fmt: skip


@register.filter
def place_of(e: DriftEpisode) -> str:
    """ "acme/network live/prod prod"."""
    return f"{e.stack.repository.name} {stack_name(e.stack)} {e.stack.environment}".rstrip()


def _owner(e: DriftEpisode) -> str:
    return _("Assigned to %(who)s") % {"who": e.owner} if e.owner else _("Nobody assigned")


@register.simple_tag
def episode_tags(e: DriftEpisode, now: datetime, yesterday: datetime) -> SafeString:
    """New, grown, acknowledged, over, come back: whatever holds."""
    tags = SafeString("")
    if e.ended_at:
        tags += _tag(_("over"))
    elif e.first_seen_at >= yesterday:
        tags += _tag(_("new"), "warn")
    elif e.grew_at and e.grew_at >= yesterday:
        tags += _tag(_("grew"), "warn")
    if not e.ended_at and e.acknowledged_until and e.acknowledged_until > now:
        day = words.day(e.acknowledged_until)
        tags += _tag(_("acknowledged until %(day)s") % {"day": day})
    if e.recurs_id:
        tags += _tag(_("came back"))
    return tags


def _tag(word: str, colour: str = "") -> SafeString:
    return format_html(' <span class="{}">{}</span>', f"tag {colour}".strip(), word)
