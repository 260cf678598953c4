"""Gates: whether a release may go, and going."""

from __future__ import annotations

import time
from collections.abc import Iterable
from threading import BoundedSemaphore

from django.http import HttpResponse
from django.utils import timezone
from ninja import HeaderEx, P, Query, Router, Schema, Status
from pydantic import Field

from maturity.actions import Refused
from maturity.api.bearer import Bearer, TokenRequest
from maturity.api.problems import Problem, refuse_unknown
from maturity.api.schemas import Refusal
from releases.actions.gates import address_of, ask, go
from releases.actions.moving import Blocked
from releases.api._keys import key_in
from releases.api._which import environment_named, release_of
from releases.api.schemas import Asking, GateAnswer, Reason
from releases.core.asking import AGAIN, Told
from releases.core.standing import Blocker
from releases.models import Release
from releases.verbs.gate import VERB

router = Router()
LONGEST, EVERY = 55, 2.0  # seconds
# Of one process: the other threads answer pages meanwhile.
WAITERS = BoundedSemaphore(3)
pause, clock = time.sleep, time.monotonic


class Patience(Schema):
    wait: int = Field(default=0, ge=0, le=LONGEST, description="seconds to wait for it at most")


@router.get(
    "/gates/{str:release}",
    auth=Bearer(VERB.key),
    response={200: GateAnswer, (401, 403, 404, 422, 429): Refusal},
    summary="Ask whether a release may go",
)
def ask_gate(
    request: TokenRequest, release: str, patience: Query[Patience], response: HttpResponse
) -> GateAnswer:
    """By its number, or as application@version. With wait it is answered when it may go, or never will."""
    refuse_unknown(request, Patience)
    found = release_of(request, release)
    told = ask(found, timezone.now())
    if patience.wait and told.retry_after:
        found, told = _waited(request, found, told, patience.wait)
    if told.retry_after:
        response.headers["Retry-After"] = str(told.retry_after)
    return _answer(found, told)


def _waited(request: TokenRequest, release: Release, told: Told, seconds: int) -> tuple[Release, Told]:
    """Look again and again. No transaction is open meanwhile."""
    if not WAITERS.acquire(blocking=False):
        raise Problem(
            429, f"too many wait already: ask again in {AGAIN} s", headers={"Retry-After": str(AGAIN)}
        )
    try:
        until = clock() + seconds
        while told.retry_after and (left := until - clock()) > 0:
            pause(min(EVERY, left))
            release = release_of(request, str(release.pk))
            told = ask(release, timezone.now())
    finally:
        WAITERS.release()
    return release, told


@router.post(
    "/gates/{str:release}",
    auth=Bearer(VERB.key),
    response={200: GateAnswer, 409: GateAnswer, (400, 401, 403, 404, 413, 422, 429): Refusal},
    summary="Go",
)
def take_ticket(
    request: TokenRequest,
    release: str,
    sent: Asking,
    response: HttpResponse,
    idempotency_key: HeaderEx[str, P(alias="Idempotency-Key", description="the same job, asking twice")] = "",
) -> Status[GateAnswer]:
    """Right before deploying: everything is asked once more, and one job is let through, once. A release that
    is signed off is started by it. 409 with the reasons otherwise."""
    found, key = release_of(request, release), key_in(idempotency_key)
    environment = environment_named(sent.environment)
    try:
        step = go(
            found, environment=environment, digest=sent.digest, via=request.auth.name, step=sent.step,
            ticket=sent.ticket.strip(), key=key, now=timezone.now(),
        )  # fmt: skip
    except Blocked as blocked:
        return _refused(request, found, blocked.blockers, response)
    except Refused as refusal:
        why = Blocker(item="", title="The release", reason=refusal.message)
        return _refused(request, found, (why,), response)
    found = release_of(request, str(found.pk))
    return Status(200, _answer(found, Told(allowed=True, final=True, step=step)))


def _refused(
    request: TokenRequest, release: Release, blockers: Iterable[Blocker], response: HttpResponse
) -> Status[GateAnswer]:
    found = release_of(request, str(release.pk))
    now = ask(found, timezone.now())
    told = Told(allowed=False, final=now.final, blockers=tuple(blockers))
    if told.retry_after:
        response.headers["Retry-After"] = str(told.retry_after)
    return Status(409, _answer(found, told))


def _answer(release: Release, told: Told) -> GateAnswer:
    url = address_of(release)
    reasons = [
        Reason(item=one.item, title=one.title, reason=one.reason, answer=one.answer, url=url)
        for one in told.blockers
    ]
    return GateAnswer(
        allowed=told.allowed, release=release.pk, application=release.application.slug,
        version=release.version, environment=release.to_environment, state=release.state,
        digest=release.digest, artifact=release.artifact, step=told.step, reasons=reasons,
        retry_after=told.retry_after, url=url,
    )  # fmt: skip
