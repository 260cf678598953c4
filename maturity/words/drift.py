"""The words people read for checks, drift, plans and pull requests."""

from __future__ import annotations

import msgspec
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from msgspec import Struct

from maturity.core.drift.episode import Item
from maturity.core.drift.headline import Headline, Shape
from maturity.core.drift.headline import headline as summed_up
from maturity.core.plans.change import Action, Finding
from maturity.models import DriftEpisode, Ending, Outcome, PlanState, Source
from maturity.words import Look, Words, grouped, listed

FINDINGS: dict[str, Look] = {
    Finding.IN_SYNC: Look("ok", "c-ok", gettext_lazy("No drift")),
    Finding.DRIFTED: Look("warn", "c-warn", gettext_lazy("Drifted")),
    Finding.PENDING: Look("plan", "c-info", gettext_lazy("Unapplied code")),
    Finding.DRIFTED_AND_PENDING: Look("warn", "c-warn", gettext_lazy("Drifted, and unapplied code")),
}

CHECK_OUTCOMES: dict[str, Look] = {
    Outcome.FINISHED: Look("ok", "c-ok", gettext_lazy("Finished")),
    Outcome.ERRORED: Look("fail", "c-danger", gettext_lazy("Failed")),
    Outcome.TIMED_OUT: Look("clock", "c-danger", gettext_lazy("Ran out of time")),
    Outcome.CANCELLED: Look("x", "c-mute", gettext_lazy("Cancelled")),
    Outcome.SKIPPED: Look("lock", "c-mute", gettext_lazy("Skipped, the state was locked")),
}

SOURCES: dict[str, Words] = {
    Source.PUSH: gettext_lazy("CI"),
    Source.PULL: gettext_lazy("worker"),
}

ENDINGS: dict[str, Look] = {
    Ending.REVERTED: Look("rollback", "c-ok", gettext_lazy("Reverted: the cloud is as the code says again")),
    Ending.ADOPTED: Look("pr", "c-ok", gettext_lazy("Adopted: the code is now what the cloud is")),
    Ending.GONE: Look("minus", "c-mute", gettext_lazy("Gone: the resource is no longer in the state")),
    Ending.IGNORED: Look("skip", "c-mute", gettext_lazy("Ignored: a noise rule took it out")),
    Ending.UNKNOWN: Look("unknown", "c-mute", gettext_lazy("Over, and nothing tells how")),
}

PLAN_STATES: dict[str, Look] = {
    PlanState.NONE: Look("unknown", "c-mute", gettext_lazy("No plan")),
    PlanState.PENDING: Look("clock", "c-info", gettext_lazy("Planning")),
    PlanState.UNCHANGED: Look("ok", "c-ok", gettext_lazy("No changes")),
    PlanState.PLANNED: Look("plan", "c-mute", gettext_lazy("Planned")),
    PlanState.CHANGED: Look("plan", "c-info", gettext_lazy("Changes")),
    PlanState.APPLIED: Look("check", "c-ok", gettext_lazy("Applied")),
    PlanState.ERRORED: Look("fail", "c-danger", gettext_lazy("Plan failed")),
    PlanState.STALE: Look("history", "c-warn", gettext_lazy("Out of date")),
}


class Sign(Struct, frozen=True):
    """How an action is drawn: a sign in a coloured square, never the colour alone."""

    sign: str
    style: str
    word: Words


ACTIONS: dict[str, Sign] = {
    Action.DELETE: Sign("−", "del", gettext_lazy("destroy")),
    Action.REPLACE: Sign("±", "rep", gettext_lazy("replace")),
    Action.UPDATE: Sign("~", "chg", gettext_lazy("update")),
    Action.CREATE: Sign("+", "add", gettext_lazy("create")),
    Action.READ: Sign("←", "non", gettext_lazy("read")),
    Action.NO_OP: Sign("·", "non", gettext_lazy("no change")),
    Action.FORGET: Sign("×", "non", gettext_lazy("forget")),
    Action.OTHER: Sign("?", "non", gettext_lazy("other")),
}


def stack_name(label: str) -> str:
    """`Stack.label` in words."""
    return _("top folder") if label == "." else label


def headline(episode: DriftEpisode) -> str:
    """What changed, in words: "3 attributes changed on aws_db_instance.main"."""
    items = msgspec.convert(episode.items, list[Item])
    if not items:
        return resources(episode.resources - episode.deleted, episode.deleted)
    found = summed_up(items, episode.resources if episode.is_open else None)
    if found.shape == Shape.TAGS:
        return _labels(found)
    if found.shape == Shape.ATTRIBUTES:
        said = ngettext(
            "%(n)s attribute changed on %(address)s",
            "%(n)s attributes changed on %(address)s",
            found.attributes,
        )
        return said % {"n": grouped(found.attributes), "address": _short(found.address)}
    if found.shape == Shape.CHANGED:
        return _("%(address)s changed") % {"address": _short(found.address)}
    if found.shape == Shape.DELETED and found.address:
        return _("%(address)s was deleted") % {"address": _short(found.address)}
    return resources(found.changed, found.deleted)


def _short(address: str) -> str:
    return Truncator(address).chars(120)


def _labels(found: Headline) -> str:
    if found.address:
        return _("Tags changed on %(address)s") % {"address": _short(found.address)}
    said = ngettext("Tags changed on %(n)s resource", "Tags changed on %(n)s resources", found.changed)
    return said % {"n": grouped(found.changed)}


def resources(changed: int, deleted: int) -> str:
    """ "3 resources changed, 1 deleted"."""
    if not deleted:
        said = ngettext("%(n)s resource changed", "%(n)s resources changed", changed)
        return said % {"n": grouped(changed)}
    if not changed:
        said = ngettext("%(n)s resource deleted", "%(n)s resources deleted", deleted)
        return said % {"n": grouped(deleted)}
    said = ngettext("%(n)s resource changed", "%(n)s resources changed", changed) % {"n": grouped(changed)}
    return listed((said, _("%(n)s deleted") % {"n": grouped(deleted)}))
