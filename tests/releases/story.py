"""Two versions of an application, and all that may come between them and Prod: `allowed.Model` hears it."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity.core.plans.change import Action, ResourceChange
from maturity.models import Membership, Role, Stack, User
from releases.access import Owner
from releases.actions import freezes, templates
from releases.actions.checking import ALWAYS, attest
from releases.actions.rolling_back import accept_plan, make_plan
from releases.core import rollback
from releases.core.checklist import Approval, Checklist, Item, Kind
from releases.core.default_checklist import DEFAULT
from releases.core.gate import LETTING, Outcome
from releases.core.state import BEFORE, State
from releases.models import FreezeWindow, Release
from tests import factories
from tests.releases.allowed import BOT, HOUR, VERSIONS, Model, Word
from tests.releases.factories import make_target
from tests.releases.gates import Settable
from tests.releases.scene import Scene

# In the order of the default list.
ITEMS = (
    Item(key="ci.green", title="CI", kind=Kind.ATTESTED, waivable="", max_age=24),
    Item(key="iac.drift", title="No drift", gate="no_open_drift"),
    Item(key="ops.owner", title="On call", kind=Kind.MANUAL),
)
ASKED = {"strict": 2, "easy": 1}
LISTS = {
    name: Checklist(items=ITEMS, approvals=(Approval("approver", least),), approval_hours=48)
    for name, least in ASKED.items()
}
GONE, BROKEN = "gone", "broken"


class Story:
    """Those that begin with the name of a thing change that thing."""

    def begin(self) -> None:
        self.stack, self.model = ExitStack(), Model()
        patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(timezone, "now", lambda: self.model.now)
        self.gates = self.stack.enter_context(Settable(real=ALWAYS).in_place())
        self.scene = Scene(LISTS["strict"])
        self.scene.people[BOT] = User.objects.create_user(BOT)
        self.role(BOT, Role.APPROVER)
        self.scene.another("2.15.0", LISTS["strict"], steps=[50, 100])
        self.template("strict")
        repository = self.scene.application.repository
        assert repository is not None
        stack = factories.make_stack(repository)
        make_target(self.scene.application, stack)
        self.iac: Stack = stack
        self.used: list[str] = []
        self.pages: dict[str, dict[str, Any]] = {}
        for version in VERSIONS:
            self.accept(version)

    def end(self) -> None:
        self.stack.close()

    def release(self, version: str) -> Release:
        return Release.objects.filter(version=version).order_by("-attempt")[0]

    def page(self, version: str, *, old: bool = False) -> dict[str, Any]:
        """What a form of the page sends; old: of the page as it was looked at before, if it was."""
        release = self.release(version)
        self.model.see(version, release.digest)
        fresh = {"digest": release.digest, "revision": release.revision}
        return self.pages.get(version, fresh) if old else fresh

    def see(self) -> None:
        """Before something changes what a release is made of: what it is called until it hears of that."""
        for version in VERSIONS:
            self.model.see(version, self.release(version).digest)

    def look(self, version: str) -> None:
        self.pages[version] = self.page(version)

    def expect_fresh(self, version: str, page: dict[str, Any], before: Release) -> None:
        """Of what an old page sent, nothing is taken."""
        now = {"digest": before.digest, "revision": before.revision}
        assert page == now, f"{version}: what was sent for {page} was taken for {now}"

    def ci(self, version: str, outcome: Outcome) -> None:
        page = self.page(version)
        told: dict[str, Any] = {"url": "", "values": {}, "by": "ci", "digest": page["digest"]}
        attest(self.release(version), "ci.green", outcome, "12 checks", now=self.model.now, **told)
        self.model.of[version].ci = outcome in LETTING, Word(self.model.now, page["digest"])

    def gate(self, outcome: str) -> None:
        """It says something else, there is none of this name any more, or it breaks."""
        self.gates.gone = {"no_open_drift"} if outcome == GONE else set()
        broken = outcome in (GONE, BROKEN)
        self.model.gate = Outcome.ERROR if broken else Outcome(outcome)
        self.gates.outcomes["no_open_drift"] = KeyError("x") if outcome == BROKEN else self.model.gate

    def role(self, name: str, role: Role | None) -> None:
        """None: they leave the team."""
        person = self.scene[name]
        Membership.objects.filter(user=person).delete()
        self.model.role.pop(name, None)
        if role is not None:
            User.objects.filter(pk=person.pk).update(is_active=True)
            at = self.model.now
            Membership.objects.create(user=person, team=self.scene.team, role=role, created_at=at)
            self.model.role[name] = role

    def close_account(self, name: str) -> None:
        User.objects.filter(username=name).update(is_active=False)
        self.model.role.pop(name, None)

    def commit(self, version: str, name: str) -> None:
        """Their commits turn out to be in it."""
        wrote = (self.model.of[version].wrote or {"lin"}) | {name}
        self.model.of[version].wrote = wrote
        self._write(version)

    def forget_authors(self, version: str) -> None:
        """Nobody knows whose commits are in it: its history was rewritten."""
        self.model.of[version].wrote = None
        self._write(version)

    def _write(self, version: str) -> None:
        wrote = self.model.of[version].wrote
        told = (
            None
            if wrote is None
            else [{"name": n, "email": f"{n.upper()}@example.com"} for n in sorted(wrote)]
        )
        Release.objects.filter(pk=self.release(version).pk).update(authors=told)

    def clock(self, hours: int) -> None:
        self.see()
        self.model.now += hours * HOUR

    def minutes(self, minutes: int) -> None:
        self.see()
        self.model.now += timedelta(minutes=minutes)

    def artifact(self, version: str, byte: str) -> None:
        """What is released becomes something else, while it is prepared."""
        self.see()
        release = self.release(version)
        if release.state not in BEFORE or byte == self.model.of[version].artifact:
            return
        release.artifact = "sha256:" + byte * 64
        release.bind()
        fields = {"artifact": release.artifact, "digest": release.digest}
        assert release.move(State(release.state), release.state_why, release.state_at, **fields)
        self.model.changed(version, byte)

    def plan(self, version: str, number: int) -> None:
        """Terraform plans something for the commit of it; the release hears of it when it asks."""
        self.see()
        release, at = self.release(version), self.model.now
        change = ResourceChange(address=f"aws_instance.web[{number}]", action=Action.CREATE)
        told: dict[str, Any] = {"commit": release.commit, "at": at}
        made = factories.make_plan(self.iac, (change,), creates=1, **told)
        factories.make_check(self.iac, plan=made, **told)
        plans = [one for one in self.model.of[version].plans if one[0] != at]
        self.model.of[version].plans = [*plans, (at, number)]

    def template(self, name: str) -> None:
        """The checklist asks for something else, of releases that are opened from now on."""
        owner = Owner("application", application=self.scene.application)
        found = templates.template_of(owner)
        base = found.current.number if found and found.current else 0
        left_out = tuple(item.key for item in DEFAULT.items if item.key not in {one.key for one in ITEMS})
        wanted = LISTS[name]
        given = Checklist(without=left_out, items=ITEMS, approvals=wanted.approvals, approval_hours=48)
        templates.save_version(self.scene["leo"], owner, given, base=base)
        self.model.checklist = name

    def freeze(self, begins: int, hours: int, of: str) -> None:
        """Hours from now, for so many hours; of: who decided it."""
        starts = self.model.now + begins * HOUR
        ends = starts + hours * HOUR
        bare = [one.replace(tzinfo=None) for one in (starts, ends)]
        wanted = freezes.Wanted(name="Year end", starts=bare[0], ends=bare[1])
        owners: dict[str, Any] = {"team": self.scene.team, "application": self.scene.application}
        scope = {of: owners[of]} if of in owners else {}
        row = freezes.add_freeze(self.scene["leo"], wanted, **scope)
        self.model.freezes[row.pk] = starts, ends

    def thaw(self) -> None:
        for one in FreezeWindow.objects.in_force():
            freezes.end_freeze(self.scene["leo"], one)
        self.model.freezes.clear()

    def accept(self, version: str) -> None:
        """A person stands for the rollback plan."""
        release = self.release(version)
        read = rollback.digest_of(make_plan(release, self.model.now).steps)
        if not release.rollback_plan.accepted_for(release.digest):
            accept_plan(self.scene["eva"], release, release.digest, read)
        self.model.of[version].accepted = release.digest
