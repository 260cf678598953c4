"""Plans and states: what CI sends, and what AWS is asked."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.models import Mode, Stack
from maturity.setting_up.step import Link, Situation, State, Step, page
from maturity.words import grouped
from maturity.words.drift import stack_name

PLANNED = ("terraform", "opentofu", "terragrunt")
S3 = "s3://"
SHOWN = 3


def pushes(now: Situation) -> Step:
    sending = [one for one in now.stacks if one.tool in PLANNED and one.mode == Mode.PUSH]
    silent = [one for one in sending if one.attempted_at is None]
    state = State.UNNEEDED if not sending else State.OPEN if silent else State.DONE
    links: tuple[Link, ...] = ()
    if sending:
        token = now.of_repository("tokens", _("Token"))
        links = (token, *(page("stack_setup", stack_name(one.label), one.pk) for one in silent[:SHOWN]))
    return Step(
        key="pushes", title=_("Send plans from CI"), state=state, told=_of_pushes(now, sending, silent),
        brings=_("Drift, pending changes, and what each pull request would do."),
        asks=_("A token that sends plans of this repository and reads nothing else."),
        links=links,
    )  # fmt: skip


def _of_pushes(now: Situation, sending: list[Stack], silent: list[Stack]) -> str:
    if not now.repository.last_scanned_at:
        return _("Which stacks there are, the first scan tells.")
    if not sending:
        return _("No stack of it is planned by CI with a tool whose plans Rungs reads.")
    if not silent:
        return _("Plans of every stack arrived.")
    text = ngettext("%(n)s stack sent no plan yet.", "%(n)s stacks sent no plan yet.", len(silent))
    return text % {"n": grouped(len(silent))}


def aws(now: Situation) -> Step:
    kept = [one for one in now.stacks if one.state_place.startswith(S3) or one.backend_kind == "s3"]
    without = [one for one in kept if one.connection is None]
    said = next((one.connection.error for one in kept if one.connection and one.connection.error), "")
    state, told = State.DONE, _("A role is set for every state in S3.")
    if not kept:
        state, told = State.UNNEEDED, _("No state of it lies in S3, as far as its files tell.")
    elif said:
        state, told = State.BROKEN, _("AWS refused.")
    elif without:
        text = ngettext("%(n)s state in S3 has no role.", "%(n)s states in S3 have no role.", len(without))
        state, told = State.OPEN, text % {"n": grouped(len(without))}
    links: tuple[Link, ...] = ()
    if kept:
        used = {one.connection.pk: one.connection for one in kept if one.connection}
        links = tuple(page("connection", one.name, one.pk) for one in list(used.values())[:SHOWN])
        links += tuple(page("stack_setup", stack_name(one.label), one.pk) for one in without[:SHOWN])
        links += (page("connections", _("Roles and the policy to copy")),)
    return Step(
        key="aws", title=_("Look at states in S3"), state=state, told=told, said=said, links=links,
        brings=_("Versions and locks of states, who wrote them, and who changed what drifted."),
        asks=_("A role that may read these states and their locks, and write nothing. No key is stored."),
    )  # fmt: skip
