"""Rows of plans, drawn in Python: a page has hundreds of them, and a template would be ten times slower."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity import words
from maturity.core.plans.change import Action, Difference, ResourceChange
from maturity.templatetags.rungs import icon
from maturity.words import drift
from maturity.words.engine import said

register = template.Library()
NOTHING = SafeString("")
LONGEST = 2000  # characters of one value
FIRST = 4


@register.simple_tag
def act(action: str) -> SafeString:
    """The sign of an action, with its word for those who do not see it."""
    look = drift.ACTIONS.get(action, drift.ACTIONS[Action.OTHER])
    return format_html(
        '<span class="act {}" role="img" aria-label="{}">{}</span>', look.style, look.word, look.sign
    )


@register.simple_tag
def differences(rows: Sequence[Difference], action: str, *, outside: bool = False) -> SafeString:
    """A table of attributes: before and after, or with `outside` what the code says and what the cloud is."""
    heads = (_("In code"), _("In the cloud")) if outside else (_("Before"), _("After"))
    head = format_html(
        '<thead role="rowgroup"{}><tr role="row"><th role="columnheader"><span class="vh">{}</span></th>'
        '<th role="columnheader">{}</th><th role="columnheader">{}</th><th role="columnheader">{}</th></tr>'
        "</thead>",
        NOTHING if outside else SafeString(' class="vh"'), _("Change"), _("Attribute"), *heads,
    )  # fmt: skip
    body = format_html_join(
        "",
        '<tr role="row"><td role="cell" class="{}">{}</td><td role="cell" class="attr">{}</td>'
        '<td role="cell" class="was">{}</td><td role="cell" class="is">{}{}</td></tr>',
        (_cells(row, action) for row in rows),
    )
    return format_html(
        '<table role="table"><colgroup><col class="c1"><col class="c2"><col><col></colgroup>{}'
        '<tbody role="rowgroup">{}</tbody></table>',
        head, body,
    )  # fmt: skip


def _cells(row: Difference, action: str) -> tuple[str, str, str, SafeString, SafeString, SafeString]:
    created = action == Action.CREATE or (row.before is None and not row.sensitive)
    gone = action == Action.DELETE or (row.after is None and not row.sensitive and not row.unknown)
    kind = Action.CREATE if created else Action.DELETE if gone else Action.UPDATE
    look = drift.ACTIONS[Action.REPLACE if row.forces else kind]
    tag = format_html(' <span class="tag rep">{}</span>', _("forces replacement")) if row.forces else NOTHING
    before = _value(None if created else row.before, masked=row.sensitive and not created)
    masked = row.sensitive and not gone and not row.unknown
    after = _value(None if gone else row.after, masked=masked, unknown=row.unknown)
    return f"s-{look.style}", look.sign, row.path, before, after, tag


def _value(text: str | None, *, masked: bool = False, unknown: bool = False) -> SafeString:
    if masked:
        return format_html('<span class="absent">{}</span>', _("(sensitive)"))
    if unknown:
        return format_html('<span class="absent">{}</span>', _("(known after apply)"))
    if text is None:
        return format_html('<span class="absent">{}</span>', _("absent"))
    if not text:
        return format_html('<span class="absent">{}</span>', _("empty"))
    if len(text) > LONGEST:
        rest = _("… and %(n)s characters more") % {"n": words.grouped(len(text) - LONGEST)}
        return format_html('{}<span class="absent">{}</span>', text[:LONGEST], rest)
    return format_html("{}", text)


@register.simple_tag
def change_rows(
    plan: int, changes: Iterable[tuple[int, ResourceChange]], *, opened: bool = False
) -> SafeString:
    """One line for each change, with its attributes fetched when it is opened, or with the first of them."""
    rows = ((_attributes_of(plan, index, one, opened=opened), _summary(one)) for index, one in changes)
    return format_html_join(
        "", '<details class="pr" data-row{}><summary>{}</summary>{}</details>',
        ((attributes[0], summary, attributes[1]) for attributes, summary in rows),
    )  # fmt: skip


def _summary(one: ResourceChange) -> SafeString:
    tags = format_html_join(
        "", ' <span class="tag danger">{}</span>', ((said(guard),) for guard in one.guards)
    )
    return format_html(
        '{}{}<span><code>{}</code>{}{}</span><span class="tiny c-mute">{}</span>',
        icon("right", "chev"), act(one.action), address(one), _moved(one), tags, _note(one),
    )  # fmt: skip


def address(one: ResourceChange) -> str:
    return f"{one.address} ({_('deposed')} {one.deposed})" if one.deposed else one.address


def _moved(one: ResourceChange) -> SafeString:
    said = NOTHING
    if one.previous_address:
        said += format_html(" <small>{}</small>", _("was %(address)s") % {"address": one.previous_address})
    if one.importing:
        said += format_html(' <span class="tag">{}</span>', _("import"))
    return said


def _note(one: ResourceChange) -> SafeString:
    forcing = [row.path for row in one.differences if row.forces]
    if forcing:
        more = f" +{len(forcing) - 1}" if len(forcing) > 1 else ""
        return format_html('<span class="tag rep">{} {}{}</span>', _("forced by"), forcing[0], more)
    count = len(one.differences)
    if not count:
        return NOTHING
    return format_html("{}", ngettext("%(n)s attribute", "%(n)s attributes", count) % {"n": count})


def forcing_first(rows: Sequence[Difference]) -> list[Difference]:
    return sorted(rows, key=lambda row: not row.forces)


def _attributes_of(
    plan: int, index: int, one: ResourceChange, *, opened: bool
) -> tuple[SafeString, SafeString]:
    """The attributes of the `details` element, and what is in it."""
    place = reverse("maturity:plan_change", args=[plan, index])
    if opened and one.differences:
        rest = len(one.differences) - FIRST
        shown = differences(forcing_first(one.differences)[:FIRST], one.action)
        more = _show_all(place, rest) if rest > 0 else NOTHING
        return SafeString(" open"), format_html('<div class="ad">{}{}</div>', shown, more)
    fetch = format_html(' hx-get="{}" hx-trigger="toggle once" hx-target="find .ad"', place)
    link = format_html('<div class="ad"><a href="{}">{}</a></div>', place, _("Show the attributes"))
    return fetch, link


def _show_all(place: str, rest: int) -> SafeString:
    said = ngettext("%(n)s more attribute", "%(n)s more attributes", rest) % {"n": words.grouped(rest)}
    return format_html(
        '<p class="foot">{} <a href="{}" hx-get="{}" hx-target="closest .ad">{}</a></p>',
        said, place, place, _("Show all"),
    )  # fmt: skip


@register.simple_tag
def group_rows(plan: int, groups: Iterable[Any], query: str) -> SafeString:
    """Folded groups of changes: fetched when they are opened, or there at once."""
    return format_html_join(
        "",
        '<details class="pg" data-row{}><summary>{}{}<span class="tiny c-mute">{}</span></summary>'
        '<div class="in">{}</div></details>',
        (_group(plan, group, query) for group in groups),
    )


def _group(plan: int, group: Any, query: str) -> tuple[object, ...]:
    title = format_html("<code>{}</code>" if group.module else "<span>{}</span>", group.title)
    if group.inline:
        return SafeString(" open"), icon("right", "chev"), title, group.note, change_rows(plan, group.changes)
    place = reverse("maturity:plan_group", args=[plan, group.key]) + (f"?{query}" if query else "")
    fetch = format_html(' hx-get="{}" hx-trigger="toggle once" hx-target="find .in"', place)
    link = format_html('<p class="pad"><a href="{}">{}</a></p>', place, _("Show these changes"))
    return fetch, icon("right", "chev"), title, group.note, link
