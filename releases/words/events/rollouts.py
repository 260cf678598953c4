"""Rollouts: how steps were judged, and what followed."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look, engine
from maturity.words.events import Data, Noun, named


def _given(data: Data) -> dict[str, object]:
    said = engine.said(str(data.get("sentence") or ""))
    return {"name": data.get("name", ""), "step": data.get("step", ""), "why": said.rstrip(".")}


def _passed(data: Data, _by: str) -> Look:
    return Look("ok", "", _("%(name)s passed at %(step)s %%: %(why)s") % _given(data))


def _failed(data: Data, _by: str) -> Look:
    return Look("fail", "c-danger", _("%(name)s failed at %(step)s %%: %(why)s") % _given(data))


def _undecided(data: Data, _by: str) -> Look:
    return Look("pause", "c-warn", _("%(name)s waits for a person at %(step)s %%: %(why)s") % _given(data))


def _extended(data: Data, _by: str) -> Look:
    return Look("clock", "", _("%(name)s is watched for longer at %(step)s %%: %(why)s") % _given(data))


def _advanced(data: Data, by: str) -> Look:
    return Look("run", "", _("%(name)s goes on to %(step)s %% by %(who)s") % {**_given(data), "who": by})


NOUN = Noun(
    "rollouts",
    gettext_lazy("Rollouts"),
    {
        "rollout.changed": named("run", gettext_lazy("%(who)s changed how %(name)s is rolled out")),
        "rollout.advanced": _advanced,
        "rollout.extended": _extended,
        "rollout.passed": _passed,
        "rollout.undecided": _undecided,
        "rollout.failed": _failed,
    },
)
