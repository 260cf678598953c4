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
from releases.actions.windows import plan_looks
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
    committed_at: datetime | None = None,
    by: User | None = None,
) -> Deployment:
    """One message about a deployment. Those with the same origin and external id are about the same one.

    committed_at  when its commit was made, aware; the first one that is told stays

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
        found = _recorded(key, told, by, now)
    except IntegrityError:  # the same message came at the same moment, and was faster
        found = _recorded(key, told, by, now)
    if committed_at is not None and found.committed_at is None:
        note_commit(found, committed_at)
    return found


def note_commit(deployment: Deployment, at: datetime) -> None:
    """When its commit was made. One of the future is not believed."""
    if at <= timezone.now():
        deployment.committed_at = at
        Deployment.objects.filter(pk=deployment.pk, committed_at=None).update(committed_at=at)


def _problem_of(environment: str, origin: str) -> str:
    if environment not in set(Environment):
        return _("An environment is stage or prod.")
    return "" if origin in Origin.values else _("Deployments are not told of from there.")


Key = tuple[Application, Environment, Origin, str | None]


def _recorded(key: Key, told: Told, by: User | None, now: datetime) -> Deployment:
    """Releases hear of it once, with its row: told again, it says nothing of the one on its way now."""
    application, _environment, origin, external_id = key
    with transaction.atomic():
        known = None
        if external_id is not None:
            same = Deployment.objects.select_for_update().filter(application=application, origin=origin)
            known = same.filter(external_id=external_id).first()
        if known is not None:
            deployment, kind = _continued(known, key, told, now)
        else:
            deployment, kind = _first(key, told, now), "deployment.recorded"
        if kind:
            _tell(kind, deployment, by, now)
            note_deployment(deployment, now)
    return deployment


def _first(key: Key, told: Told, now: datetime) -> Deployment:
    application, environment, origin, external_id = key
    made = Deployment(
        application=application, environment=environment, origin=origin, external_id=external_id
    )
    saved = _saved(made, deployments.first(told, now))
    plan_looks(saved, now)
    return saved


def _continued(known: Deployment, key: Key, told: Told, now: datetime) -> tuple[Deployment, str]:
    """And the kind of Event it is worth; "" when nothing came of it."""
    known.application, environment = key[0], key[1]
    before = _story(known)
    wrong = deployments.contradicts(before, told)
    if known.environment != environment:
        wrong = _("This deployment was told of before as one to %(environment)s.") % {
            "environment": known.environment
        }
    if wrong:
        raise Refused(wrong)
    after = deployments.then(before, told, now)
    if after == before:
        return known, ""
    return _saved(known, after), "deployment.finished" if after.result != before.result else ""


def _story(known: Deployment) -> Story:
    return Story(**{name: getattr(known, name) for name in Story.__struct_fields__})


def _saved(deployment: Deployment, story: Story) -> Deployment:
    for name in Story.__struct_fields__:
        setattr(deployment, name, getattr(story, name))
    deployment.save()
    return deployment


def _tell(kind: str, one: Deployment, by: User | None, now: datetime) -> None:
    tell(
        kind, by, one.application, at=now, version=one.version, result=one.result,
        environment=one.environment, origin=one.origin, deployed_by=one.actor,
        commit=one.commit, artifact=one.artifact, deployment=one.pk,
    )  # fmt: skip
