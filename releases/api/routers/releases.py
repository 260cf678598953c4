"""Releases: opened by pipelines, and what they found out about them."""

from __future__ import annotations

import hashlib

from django.db import IntegrityError, transaction
from django.utils import timezone
from ninja import HeaderEx, P, Router, Status

from maturity.actions import Refused
from maturity.api.bearer import Bearer, TokenRequest
from maturity.api.problems import Problem
from maturity.api.schemas import Refusal
from maturity.models import Delivery
from releases.actions.checking import attest
from releases.actions.gates import address_of
from releases.actions.opening import open_release
from releases.actions.rollouts.saying import tell_reached
from releases.actions.standing import standing_of
from releases.api._keys import key_in
from releases.api._which import application_of, release_of
from releases.api.schemas import (
    Agreed,
    Attested,
    NewEvidence,
    NewRelease,
    Reached,
    ReleaseState,
    Seen,
    StepState,
)
from releases.core import deployments
from releases.core.standing import ItemStanding
from releases.core.state import OVER, State
from releases.models import Analysis, Application, CheckRun, Release, RolloutStep
from releases.tasks import send_readings
from releases.verbs.release import VERB

router = Router()
API = "api"


@router.post(
    "/releases",
    auth=Bearer(VERB.key),
    response={200: ReleaseState, 201: ReleaseState, (400, 401, 403, 409, 413, 422, 429): Refusal},
    summary="Open a release",
)
def open_one(request: TokenRequest, sent: NewRelease) -> Status[ReleaseState]:
    """A version that is open, or has arrived, is answered as it is, with 200: a job may run twice."""
    application = application_of(request, sent.application)
    known = _known(application, sent)
    if known is not None:
        return Status(200, told(known))
    try:
        made = open_release(
            None, application, sent.version, artifact=sent.artifact, commit=sent.commit, origin=API,
            author_name=sent.author or request.auth.name, author_email=sent.author_email, url=sent.url,
            note=sent.note, steps=sent.steps,
        )  # fmt: skip
    except Refused as refusal:
        raise Problem(refusal.status, refusal.message) from None
    send_readings(made)
    return Status(201, told(made))


def _known(application: Application, sent: NewRelease) -> Release | None:
    """The last attempt, unless it came to nothing: then it is tried again."""
    every = Release.objects.filter(application=application, version=sent.version)
    found = every.select_related("application").order_by("-attempt").first()
    if found is None or found.state in OVER - {State.COMPLETED}:
        return None
    artifact = deployments.digest_in(sent.artifact)
    if artifact and found.artifact and artifact != found.artifact:
        raise Problem(409, f"version {found.version} is another artifact already: {found.artifact[:19]}…")
    return found


@router.get(
    "/releases/{str:release}",
    auth=Bearer(VERB.key),
    response={200: ReleaseState, (401, 403, 404, 429): Refusal},
    summary="Where a release stands",
)
def show(request: TokenRequest, release: str) -> ReleaseState:
    """By its number, or as application@version."""
    return told(release_of(request, release))


@router.post(
    "/releases/{str:release}/steps",
    auth=Bearer(VERB.key),
    response={200: ReleaseState, (400, 401, 403, 404, 413, 422, 429): Refusal},
    summary="Tell that a step has effect",
)
def send_step(request: TokenRequest, release: str, sent: Reached) -> ReleaseState:
    """For who shifts traffic without a deployment. Told twice, it changes nothing; more than was let through
    holds the release."""
    found = release_of(request, release)
    try:
        tell_reached(found, sent.percent, via=request.auth.name, now=timezone.now())
    except Refused as refusal:
        raise Problem(422, refusal.message) from None
    return told(release_of(request, str(found.pk)))


@router.post(
    "/releases/{str:release}/evidence",
    auth=Bearer(VERB.key),
    response={200: Attested, 201: Attested, (400, 401, 403, 404, 409, 413, 422, 429): Refusal},
    summary="Answer an item of the checklist",
)
def send_evidence(
    request: TokenRequest,
    release: str,
    sent: NewEvidence,
    idempotency_key: HeaderEx[str, P(alias="Idempotency-Key", description="taken once for the release")] = "",
) -> Status[Attested]:
    """For the digest that it was found out for: 409 when that is not the release's any more."""
    found, key = release_of(request, release), key_in(idempotency_key)
    row = _attested(request, found, sent, key)
    if row is None:
        row = found.checks.filter(item=sent.item, current=True).first()
        if row is None:
            raise Problem(422, "Idempotency-Key: it was used for another item")
        return Status(200, _answer(found, row))
    return Status(201, _answer(found, row))


def _attested(request: TokenRequest, release: Release, sent: NewEvidence, key: str) -> CheckRun | None:
    """None: this key was taken before, and what came meanwhile is not overwritten."""
    try:
        with transaction.atomic():
            if key:
                mark = hashlib.sha256(f"{release.pk}\0{sent.item}\0{key}".encode()).hexdigest()
                Delivery.objects.create(host=API, delivery_id=mark, at=timezone.now())
            return attest(
                release, sent.item, sent.outcome, sent.reason, url=sent.url, digest=sent.digest,
                values=sent.values, by=request.auth.name, now=timezone.now(),
            )  # fmt: skip
    except IntegrityError:
        if not key:
            raise
        return None
    except Refused as refusal:
        raise Problem(refusal.status, refusal.message) from None


def _answer(release: Release, row: CheckRun) -> Attested:
    return Attested(
        release=release.pk, item=row.item, outcome=row.outcome, reason=row.reason, at=row.at,
        url=address_of(release),
    )  # fmt: skip


def told(release: Release) -> ReleaseState:
    found = standing_of(release, timezone.now())
    return ReleaseState(
        id=release.pk, application=release.application.slug, version=release.version, attempt=release.attempt,
        state=release.state, why=release.state_why, digest=release.digest, artifact=release.artifact,
        commit=release.commit, environment=release.to_environment, step=release.step, url=address_of(release),
        items=[_seen(one) for one in found.items],
        approvals=[Agreed(role=one.role, least=one.least, have=one.have) for one in found.approvals],
        steps=_steps(release),
    )  # fmt: skip


def _seen(one: ItemStanding) -> Seen:
    return Seen(
        item=one.item.key, title=one.item.title, state=one.state, blocking=one.item.blocking,
        reason=one.reason, answer=one.answer, by=one.by, at=one.at,
    )  # fmt: skip


def _steps(release: Release) -> list[StepState]:
    rows = {one.percent: one for one in release.rollout_steps.all()}
    said = {
        one.step_id: one.sentence for one in Analysis.objects.filter(step__release=release).order_by("at")
    }
    return [_step(percent, rows.get(percent), said) for percent in sorted({*release.steps, *rows})]


def _step(percent: int, row: RolloutStep | None, said: dict[int | None, str]) -> StepState:
    if row is None:
        return StepState(percent=percent, effective_at=None, until=None, needs=None, verdict="", sentence="")
    return StepState(
        percent=percent, effective_at=row.effective_at, until=row.until, needs=row.needs,
        verdict=row.verdict, sentence=said.get(row.pk, ""),
    )  # fmt: skip
