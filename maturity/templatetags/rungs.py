"""Template tags: icons, levels, outcomes, ages, and the charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache

from django import template
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from maturity import charts, links, words
from maturity.forms.filters import TeamFilter
from maturity.ladder import Place, StackAnswer
from maturity.models import Event, Repository
from maturity.words import engine

register = template.Library()
TOP = charts.TOP


@cache
def _icon(name: str, classes: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f"i {classes}".strip(), static("icons.svg"), name,
    )  # fmt: skip


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A picture beside a word: it is always hidden from screen readers."""
    return _icon(name, classes)


@register.simple_tag
def outcome(value: str) -> SafeString:
    """The sign of an outcome, and its word for those who do not see the sign."""
    look = words.OUTCOMES[value]
    return format_html('{}<span class="vh">{}: </span>', _icon(look.icon, look.colour), look.word)


@register.simple_tag
def evidence(places: Sequence[Place]) -> SafeString:
    """Where it was seen. In Python, not in a template: a page has hundreds of these."""
    lines = format_html_join(
        "", "<li>{}{}</li>", ((_place(place), _snippet(place.snippet)) for place in places)
    )
    return format_html('<ul class="ev-l">{}</ul>', lines) if places else SafeString("")


def _place(place: Place) -> SafeString:
    at = f"{place.path}:{place.line}" if place.line else place.path
    if place.url:
        return format_html('<a href="{}" rel="noreferrer">{}</a>', place.url, at)
    return format_html('<span class="at">{}</span>', at)


def _snippet(text: str) -> SafeString:
    return format_html('<span class="snip">{}</span>', text) if text else SafeString("")


@register.simple_tag
def stack_answers(answers: Sequence[StackAnswer]) -> SafeString:
    return format_html_join(
        "", "<li>{}<div><p><code>{}</code> {}</p>{}</div></li>",
        ((outcome(one.outcome), one.stack, said(one.message), evidence(one.places)) for one in answers),
    )  # fmt: skip


@register.simple_tag
def level(verified: int | None, possible: int | None = None) -> SafeString:
    """A level as text and as pips: filled up to the verified level, hollow up to the possible one."""
    if verified is None:
        return format_html('<span class="c-mute">{}</span>', _("no level"))
    top = verified if possible is None else max(possible, verified)
    pips = mark_safe("".join(_pip(step, verified, top) for step in range(1, TOP + 1)))  # noqa: S308 - no input
    may = format_html("<small>{}</small>", _("possible %(level)d") % {"level": top}) if top > verified else ""
    picture = format_html('<span class="pips" aria-hidden="true">{}</span>', pips)
    return format_html('<span class="lv"><b>L{}</b>{}{}</span>', verified, picture, may)


def _pip(step: int, verified: int, top: int) -> str:
    return f'<span class="pip{" on" if step <= verified else " may" if step <= top else ""}"></span>'


@register.filter
def number(value: int) -> str:
    return words.grouped(value)


@register.filter
def span(value: object) -> str:
    return words.span(value) if isinstance(value, timedelta) else ""


@register.simple_tag
def ago(moment: datetime | None, classes: str = "") -> SafeString:
    """How long ago, with the exact time on hover. Empty for no time."""
    return timed(moment, words.ago(moment, timezone.now()), classes) if moment else SafeString("")


@register.simple_tag
def since(moment: datetime | None, until: datetime | None = None) -> SafeString:
    """How long since then, to `until` or to now: "3 h", with the exact beginning on hover."""
    return timed(moment, words.span((until or timezone.now()) - moment)) if moment else SafeString("")


@register.simple_tag
def timed(moment: datetime | None, text: str, classes: str = "") -> SafeString:
    """Words about a moment, with the moment on hover, in the zone of the person who asks."""
    if moment is None:
        return format_html("{}", text)
    styled = format_html(' class="{}"', classes) if classes else ""
    machine = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    form = '<time datetime="{}" title="{}"{}>{}</time>'
    return format_html(form, machine, words.exact(moment), styled, text)


@register.simple_tag
def day(moment: datetime) -> SafeString:
    """The date, with the exact time on hover."""
    return timed(moment, words.day(moment))


@register.filter
def month(day: date) -> str:
    return words.month_of_year(day)


@register.filter
def on_day(moment: date | datetime) -> str:
    """The date alone, where there is no room for markup: in labels and in sentences."""
    return words.day(moment)


@register.filter
def exactly(moment: datetime) -> str:
    """The moment alone, where there is no room for markup."""
    return words.exact(moment)


@register.filter
def percent(share: float) -> str:
    return words.percent(share)


@register.filter
def short(commit: str) -> str:
    return commit[:7]


@register.filter
def kind_word(kind: str) -> str:
    return str(words.KINDS.get(kind, kind))


@register.simple_tag
def commit_link(repository: Repository | None, commit: str) -> SafeString:
    """A short commit, linked where the host is known."""
    address = links.commit(repository, commit) if repository else ""
    if not address:
        return format_html("<code>{}</code>", short(commit))
    return format_html('<a class="mono" href="{}" rel="noreferrer">{}</a>', address, short(commit))


@register.filter
def question(criterion: str) -> str:
    """What a criterion asks; its id when it is no longer in the catalogue."""
    known = words.catalogue().get(criterion)
    return engine.said(known.question) if known else criterion


@register.filter
def gate_word(gate: str) -> str:
    return str(words.GATES[gate])


@register.filter
def effort_word(effort: str) -> str:
    return str(words.EFFORTS.get(effort, effort))


@register.simple_tag
def spark(points: Sequence[charts.Point], over: charts.Span) -> SafeString:
    return mark_safe(charts.spark(points, over))  # noqa: S308 - numbers only


@register.simple_tag
def level_history(points: Sequence[charts.Point], over: charts.Span) -> SafeString:
    return mark_safe(charts.history(points, over))  # noqa: S308 - numbers only


@register.simple_tag
def bar(counts: Mapping[int, int], classes: str = "") -> SafeString:
    """One segment for each level that occurs, as wide as its share."""
    segments = format_html_join("", '<span class="seg f{}" style="flex:{}"></span>', by_level(counts))
    return format_html('<div class="{}" aria-hidden="true">{}</div>', f"bar {classes}".strip(), segments)


@register.filter
def by_level(counts: Mapping[int, int]) -> list[tuple[int, int]]:
    return sorted((level, count) for level, count in counts.items() if count)


@register.filter
def said(text: object) -> str:
    """What core or an adapter said, in the reader's language."""
    return engine.said(str(text))


@register.filter
def sentence(text: str) -> str:
    """A message of the engine as a sentence: a plain first word gets a capital, a name stays as it is."""
    if (there := engine.said(text)) != text:
        return there
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text


@register.simple_tag(takes_context=True)
def current(context: Context, address: str) -> SafeString:
    """`aria-current` when the page is at this address or, unless it is the front page, below it."""
    path: str = getattr(context.get("request"), "path", "")
    here = path == address or (address != "/" and path.startswith(address))
    return SafeString(' aria-current="page"' if here else "")


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """What the person chose, else what this browser did: "light", "dark", or "" as the machine prefers."""
    request = context.get("request")
    own = getattr(getattr(request, "user", None), "theme", "")
    chosen = own or getattr(request, "COOKIES", {}).get("theme", "")
    return chosen if chosen in ("light", "dark") else ""


@register.simple_tag
def repository_url(page: str, name: str) -> str:
    return reverse(f"maturity:{page}", args=[name])


@register.filter
def elsewhere(event: Event) -> str:
    return links.elsewhere(event)


@register.simple_tag
def asked_url(name: str, asked: TeamFilter, **more: object) -> str:
    """A list with what this page was asked for, and more."""
    query = asked.query(**more)
    return reverse(name) + (f"?{query}" if query else "")


@register.simple_tag
def script_words() -> dict[str, object]:
    """What the page's script says, for `json_script`. `day`: by the letters of a stack's calendar."""
    return {
        "day": {
            "o": _("no drift"),
            "p": _("unapplied code"),
            "E": _("check failed"),
            ".": _("not checked"),
            " ": _("not known yet"),
            "n": _("adrift: %s"),
            "9": _("adrift: 9 or more"),
        },
        "copied": _("Copied"),
        "dismiss": _("Dismiss"),
        "offline": _("No connection. Nothing was saved."),
        "failed": _("The server answered %s. Nothing was saved."),
    }
