"""Opening a release: what it is made of, and the list it has to get through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.actions.rows import clean
from maturity.models import Plan, User
from releases.actions.authors import authors_of
from releases.actions.binding import bind_plans, name_of
from releases.actions.digesting import digests_of
from releases.actions.history import tell
from releases.actions.locking import take_turn
from releases.actions.principals import engineer_or_machine
from releases.actions.rolling_back import make_plan
from releases.actions.rollouts.planning import plan_of
from releases.actions.templates import checklist_for
from releases.core import checklist as lists
from releases.core import deployments, digests, machine
from releases.core.deployments import Told
from releases.core.state import OVER, State
from releases.models import Application, Deployment, Release, SignOff

NOTE, URL = 2_000, 500
PERSON = "person"


class Content(Struct, frozen=True, kw_only=True):
    """What a release is made of; "" for what is not known. base: what runs where it goes."""

    version: str
    artifact: str
    commit: str
    base_version: str
    base_commit: str
    plans: tuple[Plan, ...]
    plan_digest: str


def open_release(
    by: User | None, application: Application, version: str, *, artifact: str = "", commit: str = "",
    plans: Iterable[Plan] = (), origin: str = PERSON, author_name: str = "", author_email: str = "",
    url: str = "", note: str = "", steps: Sequence[int] | None = None, login: str = "",
    now: datetime | None = None,
) -> Release:  # fmt: skip
    """A draft, with its list and its rollback plan. Of a machine that asks twice, the one there is.

    plans             the newest of each stack it touches, when they are left out
    artifact, commit  what the last deployment of this version to Stage says, when they are left out
    steps             those of the application's rollout, when they are left out
    author_…          of whoever made it, where that is nobody who signs in here
    """
    now = now or timezone.now()
    steps = plan_of(application).steps if steps is None else steps
    content = content_of(application, version, artifact, commit, plans)
    _expect_sane(content, url, note, steps)
    who = {
        "author": by, "origin": origin[:10], "author_email": (by.email if by else author_email)[:254],
        "author_name": clean((by.get_full_name() or by.username) if by else author_name)[:200],
        "url": url, "note": clean(note.strip()), "steps": list(steps),
    }  # fmt: skip
    # Outside of the transaction: git may take its time, and nobody waits for it meanwhile.
    authors = _authors(application, content)
    with transaction.atomic():
        take_turn(application.pk)
        before = Release.objects.filter(application=application, version=content.version)
        known = before.exclude(state__in=OVER).first()
        if known is not None and by is None:
            return known
        _expect_new(known, before, content)
        told = engineer_or_machine(by, application.team, clean(author_name)[:200], login)
        attempt = 1 + max(before.values_list("attempt", flat=True), default=0)
        release = _made(application, content, {**who, "authors": authors}, attempt, now)
        _carry_over(release, before, now)
        tell("release.opened", by, release, now, principal=told, origin=origin)
    return release


def content_of(
    application: Application, version: str, artifact: str, commit: str, plans: Iterable[Plan]
) -> Content:
    version, plans = version.strip(), tuple(plans)
    seen = Deployment.objects.filter(application=application, version=version).serving("stage").first()
    there = (
        Deployment.objects.filter(application=application).serving("prod").exclude(version=version).first()
    )
    return Content(
        version=version,
        artifact=deployments.digest_in(artifact.strip()) or (seen.artifact if seen else ""),
        commit=commit.strip().lower() or (seen.commit if seen else ""),
        base_version=there.version if there else "",
        base_commit=_built_from(there) if there else "",
        plans=plans,
        plan_digest=_digest_of(plans),
    )


def _built_from(there: Deployment) -> str:
    """As another message about the same version said, where the one about Prod left it out."""
    same = Deployment.objects.filter(application=there.application_id, version=there.version)
    if there.artifact:
        same = same.filter(artifact__in=["", there.artifact])
    told = same.exclude(commit="").newest_first().values_list("commit", flat=True)
    return there.commit or told.first() or ""


def _digest_of(plans: Sequence[Plan]) -> str:
    """Raises Refused for a plan that cannot be read any more: nobody can agree to it."""
    known = digests_of(plans)
    if len(known) < len(plans):
        raise Refused(_("The changes of a plan are not kept any more: plan again."))
    named = {name_of(one.stack): known[one.pk].digest for one in plans if one.stack}
    if len(named) < len(plans):
        raise Refused(_("Each plan is of a stack of its own."))
    return digests.plans_of(named)


def _expect_sane(content: Content, url: str, note: str, steps: Sequence[int]) -> None:
    told = Told(
        version=content.version,
        result=deployments.SUCCEEDED,
        artifact=content.artifact,
        commit=content.commit,
    )
    wrong = deployments.problem(told, None) or machine.steps_wrong(steps)
    if wrong:
        raise Refused(wrong)
    if len(note) > NOTE:
        raise Refused(_("A note has at most %(n)s characters.") % {"n": f"{NOTE:,}"})
    if len(url) > URL or (url and not url.startswith(("https://", "http://"))):
        raise Refused(_("An address begins with https:// and has at most %(n)s characters.") % {"n": URL})


def _authors(application: Application, content: Content) -> Any:
    if content.base_version and not content.base_commit:
        return None
    return authors_of(application, content.base_commit, content.commit)


def _expect_new(known: Release | None, before: Any, content: Content) -> None:
    """A version is one artifact for ever: another build needs another version."""
    if known is not None:
        raise Refused(_("Version %(version)s is open already.") % {"version": content.version})
    others = before.exclude(artifact__in=["", content.artifact])
    other = others.values_list("artifact", flat=True).first()
    if content.artifact and other is not None:
        raise Refused(
            _("Version %(version)s is another artifact already, %(digest)s…: give this one its own version.")
            % {"version": content.version, "digest": other[:19]}
        )


def _made(
    application: Application, content: Content, who: dict[str, Any], attempt: int, now: datetime
) -> Release:
    checklist, pinned = checklist_for(application)
    release = Release(
        application=application, version=content.version, attempt=attempt, artifact=content.artifact,
        commit=content.commit, base_version=content.base_version, base_commit=content.base_commit,
        plan_digest=content.plan_digest, checklist_body=lists.packed(checklist), pinned=pinned,
        template_digest=lists.digest_of(checklist), created_at=now, state=State.DRAFT, state_at=now, **who,
    )  # fmt: skip
    release.bind()
    release.save()
    release.plans.set(content.plans)
    if not content.plans:
        bind_plans(release, now)
    make_plan(release, now)
    return release


def _carry_over(release: Release, before: Any, now: datetime) -> None:
    """What was said of the same subject still holds, objections too: trying again washes nothing off."""
    if not release.digest:
        return
    rows = SignOff.objects.standing().filter(release__in=before, digest=release.digest).order_by("at", "pk")
    for row in list(rows.exclude(release=release)):
        SignOff.objects.filter(pk=row.pk).update(ended_at=now, ended_how="replaced")
        row.carried_id, row.pk, row.release = row.pk, None, release
        row._state.adding = True
        row.save()
