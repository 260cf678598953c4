"""Messages as people read them: in the channel's language and time, with links to the pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maturity import links
from maturity.core.notices.message import Line, Link, Message, Tone, cut
from maturity.models import Channel, Digest, Event, Notification, Route
from maturity.models.events import NEWS
from maturity.words import Look, Words, grouped, listed
from maturity.words.events import said

TONES = {"c-danger": Tone.TROUBLE, "c-warn": Tone.TROUBLE, "c-ok": Tone.OVER}
NAMED = 3  # repositories in the title of what goes out together
# What the button of a message says that tells of one thing alone. Other apps add theirs.
BUTTONS: dict[str, Words] = {
    "drift": gettext_lazy("Open the drift"),
    "check": gettext_lazy("Open the stack"),
    "lock": gettext_lazy("Open the stack"),
    "scan": gettext_lazy("Open the repository"),
    "level": gettext_lazy("Open the repository"),
    "channel": gettext_lazy("Open the channel"),
}

WEEKDAYS = (
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"),
    gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday"),
)  # fmt: skip
# What a route can choose. Other apps add theirs.
GROUPS: dict[str, Words] = {
    "drift.*": gettext_lazy("Drift begins, grows or is over"),
    "check.*": gettext_lazy("Checks fail, or work again"),
    "scan.*": gettext_lazy("Scans fail"),
    "level.*": gettext_lazy("Levels change"),
    "lock.*": gettext_lazy("States are locked for long"),
    "channel.*": gettext_lazy("Channels fail, or work again"),
    "repository.*": gettext_lazy("Repositories come to another team"),
    "team.*": gettext_lazy("Repositories leave a team"),
    "login.*": gettext_lazy("People are locked out after wrong passwords"),
}


def groups() -> dict[str, Words]:
    """Every group of news, by what a route calls it."""
    found = sorted({f"{kind.partition('.')[0]}.*" for kind in NEWS})
    return {**{one: GROUPS[one] for one in GROUPS if one in found},
            **{one: one for one in found if one not in GROUPS}}  # fmt: skip


def route_in_words(route: Route) -> list[str]:
    """What it tells of and when, one clause each."""
    known = groups()
    kinds = [str(known.get(kind, kind)) for kind in route.kinds]
    said = [listed(kinds) or _("All news")]
    if route.team:
        said.append(_("of the team %(team)s") % {"team": route.team})
    if route.environments:
        said.append(_("in %(where)s") % {"where": listed(route.environments)})
    said.append(_digest_in_words(route))
    if route.quiet_from and route.quiet_to:
        span = {"from": f"{route.quiet_from:%H:%M}", "to": f"{route.quiet_to:%H:%M}"}
        said.append(_("quiet from %(from)s to %(to)s") % span)
    if route.quiet_days:
        days = listed(WEEKDAYS[day] for day in route.quiet_days if day in range(7))
        said.append(_("quiet on %(days)s") % {"days": days})
    timed = route.digest or route.quiet_from or route.quiet_days
    return [*said, route.time_zone] if timed else said


def _digest_in_words(route: Route) -> str:
    if not route.digest or route.digest_at is None:
        return _("at once")
    at = f"{route.digest_at:%H:%M}"
    if route.digest == Digest.WEEKLY:
        return _("every %(day)s at %(at)s") % {"day": WEEKDAYS[route.digest_day % 7], "at": at}
    return _("every day at %(at)s") % {"at": at}


def written(row: Notification, most: int) -> Message:
    """The message of a row of the outbox. It tells of the first `most` events and counts the others."""
    with translation.override(row.channel.language):
        zone = _zone(row.channel)
        events = row.events.select_related("repository__team", "stack", "actor", "team").order_by("pk")
        found, number = list(events[:most]), row.events.count()
        lines = tuple(_line(event, zone) for event in found)
        if number == 1:
            title, buttons = f"{lines[0].subject}: {lines[0].text}", (_button(found[0], lines[0]),)
        else:
            inbox = Link(_("Open the inbox"), links.page("maturity:inbox"))
            title, buttons = _title(number, found), (inbox,)
        return Message(
            row.known_as, cut(title, 300), _worst(lines), lines, _foot(row.channel), buttons,
            _more(number - len(found)), row.channel.language,
        )  # fmt: skip


def trial(channel: Channel, now: datetime, who: str) -> Message:
    """What the test button sends."""
    with translation.override(channel.language):
        text = _("%(who)s tests the channel %(name)s. Messages of Rungs arrive here.")
        said = text % {"who": who, "name": channel.name}
        button = Link(_("Open the channel"), links.page("maturity:channel", channel.pk))
        key = f"test:{channel.pk}:{now:%Y%m%d%H%M%S%f}"
        return Message(key, said, Tone.NOTE, (), _foot(channel), (button,), language=channel.language)


def _zone(channel: Channel) -> ZoneInfo:
    first = channel.routes.order_by("pk").first()
    return first.zone if first else ZoneInfo("UTC")


def _line(event: Event, zone: ZoneInfo) -> Line:
    look, repository = said(event), event.repository
    team = repository.team if repository else event.team
    return Line(
        event.pk, event.kind, event.at, _when(event.at, zone), event.subject, str(look.word),
        links.event_page(event), _tone(look), repository.name if repository else "",
        event.stack.environment if event.stack else "", team.name if team else "",
    )  # fmt: skip


def _when(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"


def _tone(look: Look) -> Tone:
    return TONES.get(look.colour, Tone.NOTE)


def _worst(lines: Sequence[Line]) -> Tone:
    found = {line.tone for line in lines}
    return next((tone for tone in (Tone.TROUBLE, Tone.NOTE, Tone.OVER) if tone in found), Tone.NOTE)


def _title(number: int, events: Sequence[Event]) -> str:
    """ "12 news of acme/network, acme/app"."""
    names = list(dict.fromkeys(e.repository.name if e.repository else e.subject for e in events))
    more = ["…"] if len(names) > NAMED or number > len(events) else []
    where = listed([*names[:NAMED], *more])
    text = ngettext("%(n)s news item: %(where)s", "%(n)s news items: %(where)s", number)
    return text % {"n": grouped(number), "where": where}


def _more(number: int) -> Link | None:
    if number <= 0:
        return None
    text = ngettext("… and %(n)s more", "… and %(n)s more", number) % {"n": grouped(number)}
    return Link(text, links.page("maturity:inbox"))


def _button(event: Event, line: Line) -> Link:
    noun = event.kind.partition(".")[0]
    words = BUTTONS.get(event.kind) or BUTTONS.get(noun) or _("Open in Rungs")
    return Link(str(words), line.url)


def _foot(channel: Channel) -> Link:
    text = _("Sent to the channel %(name)s: what it tells of") % {"name": channel.name}
    return Link(text, links.page("maturity:channel", channel.pk))
