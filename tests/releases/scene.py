"""A release, and the people around it: lin wrote it, mia and ana approve, leo leads, eva is an engineer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from maturity.models import Role, Team, User
from releases.actions import moving, signing
from releases.actions.checking import run_checks
from releases.actions.rolling_back import make_plan
from releases.core.checklist import Checklist
from releases.models import Application, Release, SignOff
from tests.factories import make_membership, make_user
from tests.releases.factories import SHORT, make_application, make_release

ROLES = {
    "lin": Role.ENGINEER,
    "eva": Role.ENGINEER,
    "mia": Role.APPROVER,
    "ana": Role.APPROVER,
    "leo": Role.LEAD,
}


class Scene:
    """Every method acts on the release as it is now."""

    def __init__(self, checklist: Checklist = SHORT, **fields: Any) -> None:
        self.application: Application = make_application()
        team = self.application.team
        assert team is not None
        self.team: Team = team
        self.people = {name: make_user(name, email=f"{name}@example.com") for name in ROLES}
        for name, role in ROLES.items():
            make_membership(self.people[name], team, role)
        self.release: Release = self.another("2.14.0", checklist, **fields)

    def another(self, version: str, checklist: Checklist = SHORT, **fields: Any) -> Release:
        given = {"author": self.people["lin"], "author_name": "lin", "author_email": "lin@example.com"}
        release = make_release(self.application, version, checklist, **{**given, **fields})
        plan = make_plan(release, timezone.now())
        plan.accepted_at, plan.accepted_digest = timezone.now(), release.digest
        plan.save()
        return release

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    @property
    def now(self) -> Release:
        self.release.refresh_from_db()
        return self.release

    @property
    def state(self) -> str:
        return self.now.state

    def submit(self) -> Release:
        return moving.submit(self["eva"], self.release)

    def sign(self, name: str, item: str = "", **fields: Any) -> SignOff:
        return signing.sign(self[name], self.release, item=item, **{"digest": self.now.digest, **fields})

    def reject(self, name: str, item: str = "", comment: str = "not on Friday", **fields: Any) -> SignOff:
        given = {"digest": self.now.digest, "comment": comment, **fields}
        return signing.reject(self[name], self.release, item=item, **given)

    def check(self, now: datetime | None = None) -> Release:
        return run_checks(self.release, now or timezone.now())

    def approve(self) -> Release:
        """To where somebody may start it."""
        self.submit()
        self.sign("ana", "ops.owner")
        self.sign("mia")
        assert self.state == "approved"
        return self.release

    def start(self, name: str = "eva", **fields: Any) -> str:
        return moving.start(self[name], self.release, **{"digest": self.now.digest, **fields})

    def use(self, secret: str, **fields: Any) -> Any:
        return moving.use_ticket(secret, **{"digest": self.release.digest, "used_by": "ci", **fields})
