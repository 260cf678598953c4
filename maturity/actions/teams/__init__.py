"""Teams: what they are called, who is in them, and which repositories are theirs."""

from __future__ import annotations

from maturity.actions.teams.changing import Wanted, change_team, create_team, remove_team
from maturity.actions.teams.members import remove_member, set_role
from maturity.actions.teams.owning import move_repository, own

__all__ = [
    "Wanted",
    "change_team",
    "create_team",
    "move_repository",
    "own",
    "remove_member",
    "remove_team",
    "set_role",
]
