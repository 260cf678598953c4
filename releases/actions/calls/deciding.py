"""What a machine that waits is told: decided once, and kept, so that telling it may fail."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from maturity.actions.errors import Refused
from releases.actions.gates import address_of, ask, go, machine_named
from releases.actions.hearing import version_at
from releases.core import answers
from releases.core.answers import APPROVED, REJECTED, Answer
from releases.core.environments import environment_of
from releases.core.state import GOING_BACK, State
from releases.models import GateCall, Release
from releases.models.calls import Caller

GONE_BACK = GOING_BACK | {State.ROLLED_BACK, State.REJECTED}


def decided(call: GateCall, now: datetime) -> Answer | None:
    """None: not yet. A release that may go is started by it."""
    said = call.address.get("decided")
    if said:
        return Answer(str(said), call.answer)
    found = _decide(call, now)
    if found is not None:
        call.answer = found.comment[: answers.MOST]
        call.address = {**call.address, "decided": found.state}
        call.save(update_fields=["answer", "address", "release"])
    return found


def _decide(call: GateCall, now: datetime) -> Answer | None:
    named = str(call.address.get("environment", call.environment))
    found = answers.without_release(environment_of(named), named, known=call.application is not None)
    if found is not None:
        return found
    if _is_way_back(call):
        return Answer(APPROVED, "This is what ran before: the release that replaced it is rolled back.")
    release = _release_of(call)
    if release is None:
        return None
    call.release = release
    return _of_release(call, release, now)


def _of_release(call: GateCall, release: Release, now: datetime) -> Answer | None:
    told = ask(release, now)
    if told.allowed or _was_let_through(call, release):
        try:
            step = go(
                release, environment=release.to_environment, digest=release.digest,
                via=call.get_kind_display(), key=_key(call, release), now=now,
            )  # fmt: skip
        except Refused:
            return None  # asked once more it may not go after all: its page says why
        return Answer(
            APPROVED, f"Release {release.version} may go: {step} % of the traffic. {address_of(release)}"
        )
    if not told.final or (call.kind == Caller.ECS and release.state not in GONE_BACK):
        return None
    return answers.refused(told, address_of(release))


def _was_let_through(call: GateCall, release: Release) -> bool:
    """Another pause of the deployment that has its ticket already."""
    used_by = machine_named(call.get_kind_display(), _key(call, release))
    return release.tickets.filter(used_at__isnull=False, used_by=used_by).exists()


def _key(call: GateCall, release: Release) -> str:
    """A deployment of ECS that gets all of the traffic at once pauses several times for one ticket."""
    whole = call.kind == Caller.ECS and release.steps == [100]
    return str(call.address.get("deployment")) if whole else call.external_id


def _is_way_back(call: GateCall) -> bool:
    going = Release.objects.filter(
        application=call.application, to_environment=call.environment, state__in=GOING_BACK
    ).first()
    if going is None:
        return False
    commit, version = call.address.get("commit"), call.address.get("version")
    same_commit = bool(commit) and commit == going.base_commit
    return same_commit or (bool(version) and version == going.base_version)


def _release_of(call: GateCall) -> Release | None:
    """The last one that is made of what is about to be deployed. Nothing is let through by its name alone."""
    application = call.application
    if application is None:
        return None
    every = Release.objects.filter(application=application, to_environment=call.environment)
    found = every.select_related("application__team", "application__repository").newest_first()
    commit, artifact = str(call.address.get("commit") or ""), str(call.address.get("artifact") or "")
    if call.kind == Caller.ECS:
        return found.filter(artifact=artifact).first() if artifact else None
    if not commit:
        return None
    version = version_at(application, str(call.address.get("ref") or ""), commit)
    return found.filter(Q(commit=commit) & Q(version=version)).first()


def is_stopped(call: GateCall, answer: Answer) -> bool:
    """It may go, but before it heard of that, somebody stopped the release."""
    release = call.release
    if answer.state == REJECTED or release is None:
        return False
    state = Release.objects.filter(pk=release.pk).values_list("state", flat=True).first()
    return state in GONE_BACK | {State.HELD, State.ABANDONED}
