"""What its host tells of pull requests: asked with a login, or sent by a webhook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maturity.core.permissions import BY_HOST
from maturity.core.permissions.asked import Need
from maturity.models import Delivery, Schedule
from maturity.setting_up.step import Link, Situation, State, Step, page

PULLS = "pulls"


def login(now: Situation) -> Step:
    found = now.repository
    rights = tuple(one for one in BY_HOST.get(found.host, ()) if one.need in (Need.PULLS, Need.COMMENTS))
    state, told = _of_login(now)
    links: tuple[Link, ...] = ()
    if state != State.UNNEEDED:
        links = (page("import_new", _("Exact rights, App manifest")),)
        if now.user.is_superuser:
            links = (page("logins", _("Logins")), *links)
    return Step(
        key="login", title=_("Ask the host's API"), state=state, told=told, said=found.pulls_error,
        brings=_("What plans say on each pull request, topics, and whether a branch is behind."),
        rights=rights, links=links,
    )  # fmt: skip


def _of_login(now: Situation) -> tuple[State, str]:
    found = now.repository
    if found.host not in BY_HOST:
        return State.UNNEEDED, _("Rungs knows no API of this host.")
    if not Schedule.objects.filter(repository=found, kind=PULLS).exists():
        who = _("add one under Logins.") if now.user.is_superuser else _("an administrator can add one.")
        return State.OPEN, _("No login is set for its host:") + " " + who
    if found.pulls_error:
        return State.BROKEN, _("The host did not answer as it should.")
    if found.pulls_checked_at is None:
        return State.OPEN, _("A login is there; nobody asked yet.")
    return State.DONE, _("Its pull requests are read.")


def webhook(now: Situation) -> Step:
    found = now.repository
    state, told = State.OPEN, _("Nothing came from it in the last 7 days.")
    if found.host not in BY_HOST:
        state, told = State.UNNEEDED, _("Webhooks are taken from GitHub and GitLab.")
    elif Delivery.objects.filter(host=found.host, delivery_id__startswith=f"{found.pk}:").exists():
        state, told = State.DONE, _("The host tells what happens.")
    links = (now.of_repository("webhook", _("Address, secret and events")),)
    return Step(
        key="webhook", title=_("Be told at once"), state=state, told=told,
        brings=_("News of pull requests within seconds instead of minutes, also without a login."),
        asks=_("No right at all: the host calls Rungs, signed with a secret of this repository."),
        links=links if state != State.UNNEEDED else (),
    )  # fmt: skip
