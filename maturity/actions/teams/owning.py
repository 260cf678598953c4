"""Whose a repository is: as a person said, else by its CODEOWNERS, else by its topics."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from maturity.actions.teams.telling import tell
from maturity.core.owning import candidates
from maturity.models import Event, Repository, Team, User

TOPICS, LONGEST = 50, 100


class Said(Struct, frozen=True):
    """Which team it is, who said so (`Repository.team_by`) and where (`Repository.team_why`)."""

    team: Team | None = None
    by: str = ""
    why: str = ""


def move_repository(by: User, repository: Repository, team: Team | None) -> None:
    """A person says whose it is: files do not change that any more. Whether they may is settled before."""
    _move(by, repository, Said(team, "person") if team else Said())


def own(
    repository: Repository,
    owners: str | None,
    topics: Iterable[str],
    *,
    path: str = "CODEOWNERS",
    directories: Collection[str] = (),
) -> None:
    """Find out whose a repository is, unless a person said.

    owners       what the CODEOWNERS file at `path` says; "" when there is none; None: nobody looked, so what
                 it said before stays
    topics       of the repository on its host
    directories  where its stacks lie: see `core.owning.candidates`
    """
    told = [str(one)[:LONGEST] for one in topics][:TOPICS]
    if repository.topics != told:
        Repository.objects.filter(pk=repository.pk).update(topics=told)
        repository.topics = told
    if repository.team_by == "person" or (owners is None and repository.team_by == "codeowners"):
        return
    teams = list(Team.objects.order_by("name"))
    _move(None, repository, _by_owners(teams, owners or "", path, directories) or _by_topics(teams, told))


def _by_owners(teams: list[Team], text: str, path: str, directories: Collection[str]) -> Said | None:
    known = {str(handle).casefold(): team for team in reversed(teams) for handle in team.handles}
    for handle, line in candidates(text, directories) if known else ():
        if team := known.get(handle.casefold()):
            return Said(team, "codeowners", f"{path}:{line}")
    return None


def _by_topics(teams: list[Team], topics: list[str]) -> Said:
    known = {str(topic).casefold(): team for team in reversed(teams) for topic in team.topics}
    for topic in topics:
        if team := known.get(topic.casefold()):
            return Said(team, "topic", topic)
    return Said()


def _move(by: User | None, repository: Repository, said: Said) -> None:
    """Asked again under a lock: somebody may have said otherwise meanwhile."""
    with transaction.atomic():
        now = Repository.objects.select_for_update(of=("self",)).select_related("team").get(pk=repository.pk)
        if by is None and now.team_by == "person":
            return
        before = now.team
        if (now.team, now.team_by, now.team_why) == (said.team, said.by, said.why):
            return
        now.team, now.team_by, now.team_why = said.team, said.by, said.why[:250]
        now.save(update_fields=["team", "team_by", "team_why"])
        if before != said.team:
            _tell(by, now, before)
    repository.team, repository.team_by, repository.team_why = now.team, now.team_by, now.team_why


def _tell(by: User | None, repository: Repository, before: Team | None) -> None:
    """To those who look after it now; and to those who did, who may not see it any more."""
    team = repository.team
    data = {
        "from": before.name if before else "", "to": team.name if team else "", "by": repository.team_by,
        "why": repository.team_why,
    }  # fmt: skip
    Event.objects.create(
        kind="repository.moved", actor=by, repository=repository, subject=repository.name, data=data,
        at=timezone.now(),
    )  # fmt: skip
    if before:
        tell("team.repository_left", by, before, repository=repository.name)
