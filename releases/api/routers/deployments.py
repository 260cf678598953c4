"""POST /deployments: which version came where."""

from __future__ import annotations

from ninja import Router, Status

from maturity.actions import Refused
from maturity.api.bearer import Bearer, TokenRequest
from maturity.api.problems import Problem
from maturity.api.schemas import Refusal
from releases.actions.deployments import record
from releases.api._which import application_of, environment_named
from releases.api.schemas import NewDeployment, Recorded
from releases.models.deployments import Origin
from releases.verbs.release import VERB

router = Router()


@router.post(
    "/deployments",
    auth=Bearer(VERB.key),
    response={201: Recorded, (400, 401, 403, 413, 422, 429): Refusal},
    summary="Tell of a deployment",
)
def record_deployment(request: TokenRequest, sent: NewDeployment) -> Status[Recorded]:
    """With an id, messages are about one deployment and may come twice, late, and in any order."""
    application = application_of(request, sent.application)
    try:
        found = record(
            application, environment_named(sent.environment), sent.version, commit=sent.commit,
            artifact=sent.artifact, result=sent.result, origin=Origin.API, external_id=sent.id or None,
            url=sent.url, actor=sent.actor or request.auth.name, started_at=sent.started_at,
            finished_at=sent.finished_at, committed_at=sent.committed_at,
        )  # fmt: skip
    except Refused as refusal:
        raise Problem(422, refusal.message) from None
    told = Recorded(
        deployment=found.pk, application=application.slug, environment=found.environment,
        version=found.version, result=found.result, release=found.release_id,
    )  # fmt: skip
    return Status(201, told)
