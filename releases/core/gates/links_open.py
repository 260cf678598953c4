"""What people open in the middle of the night opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from releases.core.facts.links import Link, Links
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, passed, unknown
from releases.core.telling import line, since

NAME = "name it on the page of the application"


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """both: the runbook and the dashboard, and not just one. login: a page that wants one is taken for open.

    hours: how old the last look may be
    """

    both: bool = True
    login: bool = False
    hours: Annotated[int, Meta(ge=1, le=2_160)] = 48


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(Links)
    named = [one for one in found.links if one.url] if found else []
    page = (Evidence("The links of this application", url=found.page),) if found else ()
    if not named:
        return unknown("the application names no runbook and no dashboard", NAME, *page)
    evidence = (*(_evidence(one, now) for one in named), *page)
    dead = [one for one in named if one.status is not None and not (one.opens or one.closed)]
    if dead:
        told = [f"the {one.kind} answers {one.status}" for one in dead]
        return failed(_joined(told), *evidence, opened=len(named) - len(dead), links=len(named))
    for why, answer in _open_questions(found, named, params, now):
        return unknown(why, answer, *evidence)
    kinds = " and ".join(f"the {one.kind}" for one in named)
    aside = "; behind a login: " + ", ".join(one.kind for one in named if one.closed)
    told_aside = aside if any(one.closed for one in named) else ""
    return passed(f"{kinds} open{'s' if len(named) == 1 else ''}{told_aside}", *evidence, links=len(named))


def _open_questions(
    found: Links | None, named: Sequence[Link], params: Settings, now: datetime
) -> Sequence[tuple[str, str]]:
    """What is not known, with what would answer it; the first is told."""
    lacking = [one for one in found.links if not one.url] if found and params.both else []
    unseen = [one for one in named if one.looked_at is None]
    silent = [one for one in named if one.looked_at is not None and one.status is None]
    doors = [one for one in named if one.closed and not params.login]
    old = [one for one in named if one.looked_at and now - one.looked_at > timedelta(hours=params.hours)]
    return [
        *((f"the application names no {one.kind}", NAME) for one in lacking),
        *((f"the {one.kind} was not opened yet", "Rungs opens it within a few minutes") for one in unseen),
        *(
            (
                f"the {one.kind} could not be opened: {line(one.error, 200)}",
                "let Rungs reach it, or waive this item",
            )
            for one in silent
        ),
        *(
            (
                f"the {one.kind} wants a login, so nobody knows whether the page is there",
                "open it by hand and waive this item, or set login",
            )
            for one in doors
        ),
        *((f"the {one.kind} was opened last {_age(one, now)} ago", "Rungs opens it again") for one in old),
    ]


def _age(one: Link, now: datetime) -> str:
    return since(one.looked_at, now) if one.looked_at else ""


def _joined(parts: Sequence[str]) -> str:
    return " and ".join(parts)


def _evidence(one: Link, now: datetime) -> Evidence:
    if one.looked_at is None:
        return Evidence(f"{one.kind}: not opened yet", url=one.url)
    ended = f", at {line(one.led_to, 120)}" if one.led_to else ""
    said = f"answered {one.status}{ended}" if one.status is not None else line(one.error, 200)
    return Evidence(f"{one.kind}: {said}, {_age(one, now)} ago", url=one.url)


GATE = Gate(
    key="links_open",
    title="The runbook and the dashboard open",
    about="A dead link is found now rather than during the incident.",
    needs=(Links,),
    params=Settings,
    judge=judge,
)
