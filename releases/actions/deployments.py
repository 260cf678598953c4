"""Taking down that a version came to an environment, whoever tells of it and however often."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions import Refused
from maturity.models import User
from releases.actions.moving import note_deployment
from releases.actions.telling import tell
from releases.core import deployments
from releases.core.deployments import Story, Told
from releases.core.environments import Environment
from releases.models import Application, Deployment
from releases.models.deployments import Origin


def record(
    application: Application,
    environment: str,
    version: str,
    *,
    commit: str = "",
    artifact: str = "",
    result: str = deployments.SUCCEEDED,
    origin: str = Origin.API,
    external_id: str | None = None,
    url: str = "",
    actor: str = "",
    started_at: datetime | None = None,
    finished_at: datetime | None = None,
    by: User | None = None,
) -> Deployment:
    """One message about a deployment. Those with the same origin and external id are about the same one.

    Raises Refused for what cannot be, and for what contradicts the messages before.
    """
    told = Told(
        version=version.strip(), result=result, commit=commit.strip().lower(),
        artifact=deployments.digest_in(artifact.strip()), url=url.strip(), actor=actor.strip(),
        started_at=started_at, finished_at=finished_at,
    )  # fmt: skip
    wrong = deployments.problem(told, external_id) or _problem_of(environment, origin)
    if wrong:
        raise Refused(wrong)
    key = (application, Environment(environment), Origin(origin), external_id)
    now = timezone.now()
    try:
        deployment = _recorded(key, told, by, now)
    except IntegrityError:  # the same message came at the same moment, and was faster
        deployment = _recorded(key, told, by, now)
    note_deployment(deployment, now)
    return deployment


def _problem_of(environment: str, origin: str) -> str:
    if environment not in set(Environment):
        return _("An environment is stage or prod.")
    return "" if origin in Origin.values else _("Deployments are not told of from there.")


Key = tuple[Application, Environment, Origin, str | None]


def _recorded(key: Key, told: Told, by: User | None, now: datetime) -> Deployment:
    application, environment, origin, external_id = key
    with transaction.atomic():
        known = None
        if external_id is not None:
            same = Deployment.objects.select_for_update().filter(application=application, origin=origin)
            known = same.filter(external_id=external_id).first()
        if known is not None:
            return _continued(known, application, environment, told, by, now)
        story = deployments.first(told, now)
        made = Deployment(
            application=application, environment=environment, origin=origin, external_id=external_id
        )
        return _saved(made, story, "deployment.recorded", by, now)


def _continued(
    known: Deployment,
    application: Application,
    environment: Environment,
    told: Told,
    by: User | None,
    now: datetime,
) -> Deployment:
    known.application = application
    story = _story(known)
    wrong = deployments.contradicts(story, told)
    if known.environment != environment:
        wrong = _("This deployment was told of before as one to %(environment)s.") % {
            "environment": known.environment
        }
    if wrong:
        raise Refused(wrong)
    now_known = deployments.then(story, told, now)
    if now_known == story:
        return known
    return _saved(
        known, now_known, "deployment.finished" if story.result != now_known.result else "", by, now
    )


def _story(known: Deployment) -> Story:
    return Story(**{name: getattr(known, name) for name in Story.__struct_fields__})


def _saved(deployment: Deployment, story: Story, kind: str, by: User | None, now: datetime) -> Deployment:
    for name in Story.__struct_fields__:
        setattr(deployment, name, getattr(story, name))
    deployment.save()
    if kind:
        tell(
            kind, by, deployment.application, at=now, version=story.version, result=story.result,
            environment=deployment.environment, origin=deployment.origin, deployed_by=story.actor,
            commit=story.commit, artifact=story.artifact, deployment=deployment.pk,
        )  # fmt: skip
    return deployment
