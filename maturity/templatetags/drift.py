"""What the pages about drift draw: headlines, findings, and the map of 90 days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from maturity import charts, waiting, words
from maturity.core.drift import calendar
from maturity.core.schedule import in_words as in_language
from maturity.models import DriftEpisode, Event, Freshness, PlanState, PlanStatus, Stack
from maturity.templatetags.rungs import ago, icon, since, timed
from maturity.words import Look, drift, events

register = template.Library()
HEAT_DAYS = 90


@register.simple_tag(takes_context=True)
def alarms(context: Context) -> int:
    """Open episodes nobody acknowledged: the list of the drift page."""
    return _standing(context).drift


@register.simple_tag(takes_context=True)
def news(context: Context) -> bool:
    """Something in the inbox was not read yet."""
    return _standing(context).news


@register.simple_tag(takes_context=True)
def waits(context: Context) -> int:
    """How many things wait for this person: the list of the overview."""
    return _standing(context).waiting


@register.simple_tag(takes_context=True)
def waits_here(context: Context) -> int:
    """Likewise, of the teams the page was asked about."""
    return _standing(context).here


def _standing(context: Context) -> waiting.Standing:
    """Asked once a page."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return waiting.Standing()
    if not hasattr(request, "standing"):
        request.standing = waiting.Waiting(request.user, timezone.now()).standing()
    standing: waiting.Standing = request.standing
    return standing


@register.filter
def headline(episode: DriftEpisode) -> str:
    return drift.headline(episode)


@register.filter
def of_key(values: Mapping[int, Any], key: int) -> Any:
    return values.get(key)


@register.filter
def web(address: str) -> str:
    """An address others sent us, if a browser may follow it: "javascript:" and the like become ""."""
    return address if address.startswith(("https://", "http://")) else ""


@register.filter
def seconds(length: timedelta) -> str:
    """A short length of time: "42 s", "4 min 12 s"; from an hour on as any other."""
    whole = int(length.total_seconds())
    if whole < 60:
        return _("%(n)d s") % {"n": whole}
    if whole < 3600:
        return _("%(minutes)d min %(seconds)d s") % {"minutes": whole // 60, "seconds": whole % 60}
    return words.span(length)


@register.filter
def moment(text: str) -> SafeString:
    """A time that was kept as text, as an age."""
    try:
        return ago(datetime.fromisoformat(str(text)))
    except (ValueError, TypeError):
        return SafeString("")


@register.simple_tag
def finding(value: str) -> SafeString:
    return _look(drift.FINDINGS.get(value))


@register.simple_tag
def check_outcome(value: str) -> SafeString:
    return _look(drift.CHECK_OUTCOMES.get(value))


@register.simple_tag
def plan_state(value: str) -> SafeString:
    return _look(drift.PLAN_STATES.get(value))


@register.simple_tag
def plan_sign(value: str) -> SafeString:
    """The sign alone, with its word for those who do not see it."""
    look = drift.PLAN_STATES.get(value, drift.PLAN_STATES[PlanState.NONE])
    sign = icon(look.icon, "i-s")
    return format_html('<span class="{}">{}<span class="vh">{}:</span></span>', look.colour, sign, look.word)


@register.simple_tag
def ending(value: str) -> SafeString:
    return _look(drift.ENDINGS.get(value))


@register.simple_tag
def cron_words(cron: str) -> str:
    """A schedule in words; "" for none, and for one that cannot be read."""
    try:
        return in_language(cron, get_language() or "en") if cron.strip() else ""
    except ValueError:
        return ""


@register.filter
def source_word(value: str) -> str:
    return str(drift.SOURCES.get(value, value))


def _look(look: Look | None) -> SafeString:
    if look is None:
        return SafeString("")
    sign = icon(look.icon, "i-s")
    return format_html('<span class="st {}">{}<span>{}</span></span>', look.colour, sign, look.word)


@register.simple_tag
def event_line(event: Event) -> SafeString:
    said = events.said(event)
    return format_html("{}<span>{}</span>", icon(said.icon, f"i-s {said.colour}".strip()), said.word)


@register.filter
def stack_name(stack: Stack) -> str:
    return drift.stack_name(stack.label)


@register.simple_tag(takes_context=True)
def heat_rows(context: Context, stacks: Iterable[Stack], today: date) -> SafeString:
    """The last 90 days of each stack, one row for each, and how it stands in words at the end."""
    return format_html_join(
        "",
        '<div class="hm-row" data-row tabindex="-1">'
        '<div class="n"><a href="{}">{}</a> <small>{}</small></div>'
        '<div class="hm-cell" data-d="{}" role="img" aria-label="{}">{}</div><div class="now">{}</div></div>',
        ((*_heat_row(stack, today), standing(context, stack)) for stack in stacks),
    )


def _heat_row(stack: Stack, today: date) -> tuple[object, ...]:
    window = calendar.window(stack.calendar, stack.calendar_end, today, HEAT_DAYS)
    days = window.lstrip(calendar.NOTHING).rjust(HEAT_DAYS)  # before the first check there is nothing to say
    address = reverse("maturity:stack", args=[stack.pk])
    name = f"{stack.repository.name} {stack_name(stack)}"
    picture = mark_safe(charts.heat(days))  # noqa: S308 - the letters of a calendar only choose paths
    return address, name, stack.environment, days, in_words(days), picture


@register.simple_tag
def heat_cell(stack: Stack, today: date) -> SafeString:
    """The last 90 days of one stack, without its name."""
    _place, _name, _environment, days, said, picture = _heat_row(stack, today)
    form = '<div class="hm-cell" data-d="{}" role="img" aria-label="{}">{}</div><p class="meta mt8">{}</p>'
    return format_html(form, days, said, picture, str(said).capitalize())


CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x08\x0b-\x1f\x7f]")


@register.simple_tag
def log_lines(text: str) -> SafeString:
    """A log as plain text: colours and cursor movements of the terminal are left out."""
    return format_html("{}", CONTROL.sub("", text))


def in_words(days: str) -> str:
    """A calendar as a sentence, for those who do not see it."""
    drifted, failed = sum(day in "123456789" for day in days), days.count("E")
    checked = sum(day not in " ." for day in days)
    said = [ngettext("checked on %(n)d day", "checked on %(n)d days", checked) % {"n": checked}]
    if drifted:
        said.append(ngettext("drift on %(n)d day", "drift on %(n)d days", drifted) % {"n": drifted})
    if failed:
        days_failed = ngettext("check failed on %(n)d day", "check failed on %(n)d days", failed)
        said.append(days_failed % {"n": failed})
    return words.listed(said if checked else [_("never checked in 90 days")])


@register.simple_tag(takes_context=True)
def standing(context: Context, stack: Stack) -> SafeString:
    """How a stack stands in few words: drift first, then failures, then age."""
    now = timezone.now()
    fresh = stack.freshness(context["request"].user.organisation.checks_fresh_since(now))
    if stack.drift_since:
        return _look(Look("warn", "c-warn", since(stack.drift_since, now)))
    if stack.failing_since:
        failing = _("failing %(span)s") % {"span": words.span(now - stack.failing_since)}
        return _look(Look("fail", "c-danger", timed(stack.failing_since, failing)))
    if fresh == Freshness.NEVER:
        return _look(Look("unknown", "c-mute", _("never checked")))
    if fresh == Freshness.STALE and stack.checked_at:
        old = _("%(span)s old") % {"span": words.span(now - stack.checked_at)}
        return _look(Look("clock", "c-warn", timed(stack.checked_at, old)))
    if stack.pending_resources:
        return _look(Look("plan", "c-info", _("unapplied")))
    return format_html('<span class="c-mute">{}</span>', _("no drift"))


@register.simple_tag
def heat_axis(today: date) -> SafeString:
    """The first of each month that is not too near the right end, and today."""
    marks = [(day, _share(day, today)) for day in _firsts(today)]
    months = format_html_join(
        "", '<span style="left:{}%">{}</span>',
        ((f"{share:.1f}", words.month(day)) for day, share in marks if 3 <= share <= 90),
    )  # fmt: skip
    return format_html('{}<span style="left:100%">{}</span>', months, _("today"))


def _firsts(today: date) -> list[date]:
    days = [today - timedelta(days=back) for back in range(HEAT_DAYS - 1, -1, -1)]
    return [day for day in days if day.day == 1]


def _share(day: date, today: date) -> float:
    return (HEAT_DAYS - 1 - (today - day).days + 0.5) / HEAT_DAYS * 100


LEGEND = [
    ("clean", "M0 10h9v6H0z"), ("pend", "M0 8h9v8H0z"), ("d1", "M0 5h9v11H0z"), ("d2", "M0 2h9v14H0z"),
    ("d3", "M0 0h9v16H0z"), ("err", "M.5.5h9v15h-9z"), ("carry", "M0 14h9v2H0z"),
]  # fmt: skip


@register.simple_tag
def heat_legend() -> SafeString:
    said = (
        _("no drift"), _("unapplied code"), _("1 resource"), _("2 to 4"), _("5 or more"), _("check failed"),
        _("not checked"),
    )  # fmt: skip
    return format_html_join(
        "", '<span><svg viewBox="0 0 10 16"><path class="h-{}" d="{}"/></svg>{}</span>',
        ((name, path, word) for (name, path), word in zip(LEGEND, said, strict=True)),
    )  # fmt: skip


@register.simple_tag
def trend(counts: Sequence[Sequence[int]], most: int) -> SafeString:
    return mark_safe(charts.trend(counts, most))  # noqa: S308 - numbers only


@register.filter
def counts_of(status: PlanStatus) -> str:
    """ "+2 ~1 −0", or "" when it says nothing about numbers."""
    if status.add is None and status.change is None and status.destroy is None:
        return ""
    return f"+{status.add or 0} ~{status.change or 0} −{status.destroy or 0}"
