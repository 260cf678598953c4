"""What hosts tell of deployments and tags: recorded, and opened as releases where that is wanted."""

from __future__ import annotations

import logging

from maturity.actions.errors import Refused
from maturity.models import Repository
from releases.actions.deployments import record
from releases.actions.opening import open_release
from releases.core.deployments import SUCCEEDED
from releases.core.environments import Environment, environment_of
from releases.core.heard import SHORT, HeardDeployment, HeardTag, matches, version_of
from releases.models import Application, Deployment, Release
from releases.models.deployments import Origin

log = logging.getLogger(__name__)


def is_of(repository: Repository, page: str) -> bool:
    """Whether a payload tells of this repository, and not of a fork of it or another one."""
    told = page.removesuffix(".git").rstrip("/").lower()
    return told != "" and told in (repository.web_url.lower(), repository.url.removesuffix(".git").lower())


def hear_deployment(repository: Repository, heard: HeardDeployment, origin: Origin) -> Deployment | None:
    """None for what is nobody's: an environment or a version that no application has."""
    environment = environment_of(heard.environment)
    application = application_of(repository, heard.ref, heard.commit)
    version = "" if application is None else version_told(application, heard, origin)
    if application is None or environment is None or not version:
        return None
    try:
        found = record(
            application, environment, version, commit=heard.commit, result=heard.result, origin=origin,
            external_id=heard.id, url=heard.url, actor=heard.actor, started_at=heard.started_at,
            finished_at=heard.finished_at,
        )  # fmt: skip
    except Refused as refusal:
        log.info("a deployment of %s that %s told of is not recorded: %s", application, origin, refusal)
        return None
    open_deployed(found)
    return found


def hear_tag(repository: Repository, heard: HeardTag, origin: Origin) -> list[Release]:
    """Of each application whose tags are called like this one."""
    opened = []
    for application in _applications(repository):
        if matches(heard.tag, application.tags):
            made = open_heard(
                application, version_of(heard.tag), heard.commit, origin, author=heard.author,
                email=heard.email, url=heard.url,
            )  # fmt: skip
            opened += [made] if made else []
    return opened


def open_deployed(one: Deployment) -> None:
    """For an application whose deployments to Stage open releases."""
    on_stage = one.environment == Environment.STAGE and one.result == SUCCEEDED
    if one.application.deploys and on_stage:
        open_heard(
            one.application, one.version, one.commit, Origin(one.origin), author=one.actor, url=one.url,
            artifact=one.artifact,
        )  # fmt: skip


def open_heard(
    application: Application, version: str, commit: str, origin: Origin, *,
    author: str = "", email: str = "", url: str = "", artifact: str = "",
) -> Release | None:  # fmt: skip
    """Once for each version: whether it is tried again, people say."""
    if Release.objects.filter(application=application, version=version).exists():
        return None
    try:
        return open_release(
            None, application, version, commit=commit, artifact=artifact, origin=origin, author_name=author,
            author_email=email, url=url,
        )  # fmt: skip
    except Refused as refusal:
        log.info("%s %s is not opened: %s", application, version, refusal)
        return None


def application_of(repository: Repository, ref: str, commit: str) -> Application | None:
    """Which one a host means, who knows repositories only. Of several: the one whose tags are called like
    the ref, or else whose release was made of the commit; never a guess."""
    every = _applications(repository)
    if len(every) < 2:
        return every[0] if every else None
    found = [one for one in every if matches(ref, one.tags)]
    if not found and commit:
        of_commit = Release.objects.filter(application__in=every, commit=commit)
        pks = set(of_commit.values_list("application", flat=True))
        found = [one for one in every if one.pk in pks]
    return found[0] if len(found) == 1 else None


def version_told(application: Application, heard: HeardDeployment, origin: Origin) -> str:
    """As the deployment was called before, as its tag says, as the release of its commit is called, or its
    commit. "" for none of these."""
    known = application.deployments.filter(origin=origin, external_id=heard.id).first()
    if known is not None:
        return known.version
    return version_at(application, heard.ref, heard.commit)


def version_at(application: Application, ref: str, commit: str) -> str:
    if matches(ref, application.tags):
        return version_of(ref)
    if commit:
        of_commit = application.releases.filter(commit=commit).newest_first().first()
        return of_commit.version if of_commit else commit[:SHORT]
    return ""


def _applications(repository: Repository) -> list[Application]:
    found = Application.objects.shown().filter(repository=repository)
    return list(found.select_related("team", "repository").order_by("pk"))
