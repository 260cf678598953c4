"""What a connected repository still needs so that Rungs sees all of it, step by step."""

from __future__ import annotations

from maturity.models import Repository, User
from maturity.setting_up import code, host, plans, telling
from maturity.setting_up.step import Link, Situation, State, Step

__all__ = ["TESTED", "Link", "State", "Step", "steps"]

MAKERS = (code.scan, code.team, host.login, host.webhook, plans.pushes, plans.aws, telling.routes)
# Steps that can be tried: see `actions.trying`.
TESTED = ("scan", "login", "webhook", "aws")


def steps(user: User, repository: Repository) -> list[Step]:
    situation = Situation(user, repository)
    return [make(situation) for make in MAKERS]
