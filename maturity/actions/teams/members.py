"""Who belongs to a team, as people say. What single sign-on says stands beside it: the higher role counts."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.actions.teams.telling import tell
from maturity.models import Membership, Role, Team, Told, User


def set_role(by: User, team: Team, user: User, role: Role) -> None:
    """Take somebody in, or change their role. Nobody hands out more than they have. Raises Refused."""
    if not by.may(role, team.pk):
        raise Refused(_("You cannot give a role that is above your own."))
    with transaction.atomic():
        said = Membership.objects.select_for_update().filter(team=team, user=user, source=Told.PERSON)
        before = said.first()
        if before is None:
            Membership.objects.create(team=team, user=user, role=role, created_at=timezone.now())
        elif before.role == role:
            return
        else:
            _expect_somebody(team, before, role)
            said.update(role=role)
        data = {"member": str(user), "role": role.name.lower(), "new": before is None}
        tell("team.member_set", by, team, **data)


def remove_member(by: User, team: Team, user: User) -> None:
    """Take back what a person said. Raises Refused."""
    with transaction.atomic():
        said = Membership.objects.select_for_update().filter(team=team, user=user, source=Told.PERSON).first()
        if said is None:
            raise Refused(
                _("Single sign-on says that %(who)s belongs to the team: change the group there.")
                % {"who": user}
            )
        _expect_somebody(team, said, None)
        said.delete()
        tell("team.member_removed", by, team, member=str(user))


def _expect_somebody(team: Team, before: Membership, role: Role | None) -> None:
    """Somebody must be left who can let people in."""
    if before.role < Role.ADMIN or role == Role.ADMIN:
        return
    others = team.memberships.filter(role=Role.ADMIN, user__is_active=True).exclude(pk=before.pk)
    if not others.exists() and not User.objects.filter(is_superuser=True, is_active=True).exists():
        raise Refused(_("Nobody else could let people into the team: name another administrator first."))
