"""What people, CI and the clock do, in whatever order; `allowed.Model` says what may start of it.

A model of its own knows who may have agreed to what. It is told which actions were taken, never what the rows
say, and is asked about every release that starts.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from datetime import timedelta
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from maturity.actions.errors import Refused
from maturity.models import Membership, Role, User
from releases.actions import moving, signing, waiving
from releases.actions.checking import attest, run_checks
from releases.actions.deployments import record
from releases.actions.opening import open_release
from releases.actions.rolling_back import make_plan, roll_back
from releases.actions.settling import settle
from releases.core.checklist import Approval, Checklist, Item, Kind
from releases.core.gate import LETTING, Outcome
from releases.core.state import OVER, State
from releases.models import Release, RollbackPlan
from tests.releases.actions.test_checklist_for import make_template
from tests.releases.allowed import Model
from tests.releases.gates import Settable
from tests.releases.replay import replayed
from tests.releases.scene import ROLES, Scene

HOUR = timedelta(hours=1)
ITEMS = (
    Item(key="iac.drift", title="No drift", gate="no_open_drift", waivable="lead"),
    Item(key="ci.green", title="CI", kind=Kind.ATTESTED, waivable="", max_age=24),
    Item(key="ops.owner", title="On call", kind=Kind.MANUAL, waivable=""),
)
LIST = Checklist(items=ITEMS, approvals=(Approval("approver", 2),), approval_hours=48)
PEOPLE, WHICH = st.sampled_from(sorted(ROLES)), st.sampled_from(["2.14.0", "2.15.0"])
ASKED = st.sampled_from(["", "ops.owner"])
OUTCOMES = st.sampled_from(list(Outcome))


Twist = tuple[str, dict[str, Any]]
SIGNERS = st.lists(st.sampled_from(["mia", "ana", "leo"]), unique=True, min_size=1)


def twist(rule: str, /, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Twist]:
    return st.tuples(st.just(rule), st.fixed_dictionaries(given))


TWISTS = (
    twist("revoke", version=WHICH, name=PEOPLE, item=ASKED)
    | twist("reject", version=WHICH, name=PEOPLE, item=ASKED)
    | twist("role", name=PEOPLE, role=st.sampled_from([None, *Role]))
    | twist("close_account", name=PEOPLE)
    | twist("commit", version=WHICH, name=PEOPLE)
    | twist("gate", outcome=OUTCOMES)
    | twist("ci", version=WHICH, outcome=OUTCOMES)
    | twist("waive", version=WHICH, name=PEOPLE)
    | twist("clock", hours=st.integers(-30, 60))
    | twist("change", version=WHICH, byte=st.sampled_from("abc"))
)


class AnyOrder(RuleBasedStateMachine):
    """Each rule is one action. What is refused changes nothing in the model."""

    started: ClassVar[list[str]] = []  # in all examples together

    @initialize()
    def begin(self) -> None:
        self.gates = self.stack.enter_context(Settable().in_place())
        self.scene, self.model = Scene(LIST, author=None), Model()
        Release.objects.update(author=self.scene["lin"])
        make_template(Checklist(without=tuple(self._default()), items=ITEMS, approvals=LIST.approvals,
                                approval_hours=48), application=self.scene.application)  # fmt: skip
        self.scene.another("2.15.0", LIST)
        self.tickets: dict[str, list[str]] = {"2.14.0": [], "2.15.0": []}

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        self.stack.close()

    @staticmethod
    def _default() -> list[str]:
        from releases.core.default_checklist import DEFAULT

        return [item.key for item in DEFAULT.items]

    def _of(self, version: str) -> Release:
        return Release.objects.filter(version=version).order_by("-attempt")[0]

    def _given(self, version: str) -> dict[str, Any]:
        return {"digest": self._of(version).digest, "now": self.model.now}

    @rule(version=WHICH)
    def submit(self, version: str) -> None:
        release = self._of(version)
        make_plan(release, self.model.now)
        RollbackPlan.objects.filter(release=release).update(
            accepted_at=self.model.now, accepted_digest=release.digest
        )
        with suppress(Refused):
            moving.submit(self.scene["eva"], release, now=self.model.now)

    @rule(version=WHICH, name=PEOPLE, item=ASKED)
    def sign(self, version: str, name: str, item: str) -> None:
        with suppress(Refused):
            signing.sign(self.scene[name], self._of(version), item=item, **self._given(version))
            self.model.yes[version, item, name] = self.model.now
            self.model.no.discard((version, item, name))

    def reject(self, version: str, name: str, item: str) -> None:
        with suppress(Refused):
            given = self._given(version)
            signing.reject(self.scene[name], self._of(version), item=item, comment="no", **given)
            self.model.no.add((version, item, name))
            self.model.yes.pop((version, item, name), None)

    def revoke(self, version: str, name: str, item: str) -> None:
        with suppress(Refused):
            signing.revoke(self.scene[name], self._of(version), item=item, now=self.model.now)
            self.model.yes.pop((version, item, name), None)
            self.model.no.discard((version, item, name))

    def waive(self, version: str, name: str) -> None:
        with suppress(Refused):
            given = self._given(version)
            waiving.waive(self.scene[name], self._of(version), "iac.drift", "known", hours=5, **given)
            self.model.waived[version] = name, self.model.now + 5 * HOUR

    def ci(self, version: str, outcome: Outcome) -> None:
        with suppress(Refused):
            told = {"url": "", "values": {}, "by": "ci", **self._given(version)}
            attest(self._of(version), "ci.green", outcome, "12 checks", **told)
            self.model.ci[version] = outcome in LETTING, self.model.now

    def gate(self, outcome: Outcome) -> None:
        self.gates.outcomes["no_open_drift"] = self.model.gate = outcome

    def role(self, name: str, role: Role | None) -> None:
        """None: they leave the team."""
        team = self.scene.team
        Membership.objects.filter(user=self.scene[name]).delete()
        self.model.role.pop(name, None)
        if role is not None:
            Membership.objects.create(user=self.scene[name], team=team, role=role, created_at=self.model.now)
            self.model.role[name] = role

    def close_account(self, name: str) -> None:
        User.objects.filter(username=name).update(is_active=False)
        self.model.role.pop(name, None)

    def commit(self, version: str, name: str) -> None:
        """Their commits turn out to be in it."""
        self.model.wrote[version].add(name)
        people = [{"name": one, "email": f"{one.upper()}@example.com"} for one in self.model.wrote[version]]
        Release.objects.filter(version=version).update(authors=people)

    def clock(self, hours: int) -> None:
        self.model.now += hours * HOUR

    def change(self, version: str, byte: str) -> None:
        """What is released becomes something else, while it is prepared."""
        release = self._of(version)
        artifact = "sha256:" + byte * 64
        if release.state in (*OVER, State.ROLLING, State.HELD) or release.artifact == artifact:
            return
        release.artifact = artifact
        release.bind()
        fields = {"artifact": artifact, "digest": release.digest}
        assert release.move(State(release.state), release.state_why, release.state_at, **fields)
        self.model.forget(version)
        run_checks(release, self.model.now)

    @rule(version=WHICH)
    def check(self, version: str) -> None:
        run_checks(self._of(version), self.model.now)

    @rule()
    def settle(self) -> None:
        settle(self.model.now)

    @rule(version=WHICH)
    def try_again(self, version: str) -> None:
        old = self._of(version)
        with suppress(Refused):
            opened = open_release(
                self.scene["lin"], self.scene.application, version, artifact=old.artifact, now=self.model.now
            )
            people = [{"name": one, "email": f"{one}@example.com"} for one in self.model.wrote[version]]
            Release.objects.filter(pk=opened.pk).update(authors=people)
            self.model.attempted(version)

    def agree(self, version: str, signers: list[str]) -> None:
        """All that is needed, where nothing stands in the way: otherwise little would ever start."""
        if self._of(version).state in OVER:
            self.try_again(version)
        for name, role in ROLES.items():
            if self.model.role.get(name) != role:
                User.objects.filter(username=name).update(is_active=True)
                self.role(name, role)
        for of, item, name in sorted(self.model.no):
            self.revoke(of, name, item)
        self.model.wrote[version] = set()
        self.commit(version, "lin")
        self.gate(Outcome.PASSED)
        self.submit(version)
        self.ci(version, Outcome.PASSED)
        self.sign(version, "leo", "ops.owner")
        for name in signers:
            self.sign(version, name, "")

    @rule(version=WHICH, signers=SIGNERS, twists=st.lists(TWISTS, max_size=2), starter=PEOPLE)
    def go(self, version: str, signers: list[str], twists: list[Twist], starter: str) -> None:
        """The straight way, with something that comes between."""
        self.agree(version, signers)
        for one in twists:
            self.trouble(one)
        self.start(version, starter)

    @rule(version=WHICH, twist=TWISTS, starter=PEOPLE)
    def go_at_once(self, version: str, twist: Twist, starter: str) -> None:
        self.go(version, ["mia", "ana"], [twist], starter)

    @rule(twist=TWISTS)
    def trouble(self, twist: Twist) -> None:
        name, given = twist
        getattr(self, name)(**given)

    @rule(version=WHICH, name=PEOPLE)
    def start(self, version: str, name: str) -> None:
        may = self.model.may_go(version, name)
        with suppress(Refused):
            self.tickets[version].append(
                moving.start(self.scene[name], self._of(version), **self._given(version))
            )
            self.started.append(version)
            assert may, f"{version} started by {name}"

    @rule(version=WHICH, name=PEOPLE)
    def resume(self, version: str, name: str) -> None:
        may = self.model.may_go(version)
        with suppress(Refused):
            given = self._given(version)
            self.tickets[version].append(moving.resume(self.scene[name], self._of(version), "fine", **given))
            assert may, f"{version} resumed by {name}"
            assert name not in self.model.wrote[version]

    @rule(version=WHICH)
    def use(self, version: str) -> None:
        """Of all the tickets there ever were, the last one alone opens, and once."""
        good = []
        for secret in [one for one in self.tickets[version] if one]:
            given = self._given(version)
            with suppress(Refused):
                good.append(moving.use_ticket(secret, used_by="ci", **given))
        assert len(good) <= 1
        assert not good or self._of(version).state == State.ROLLING

    @rule(version=WHICH, name=PEOPLE, what=st.sampled_from(["hold", "abandon", "roll_back"]))
    def stop(self, version: str, name: str, what: str) -> None:
        act = {"hold": moving.hold, "abandon": moving.abandon, "roll_back": roll_back}[what]
        with suppress(Refused):
            act(self.scene[name], self._of(version), "no")  # type: ignore[operator]

    @rule(version=WHICH, result=st.sampled_from(["succeeded", "failed"]))
    def deploy(self, version: str, result: str) -> None:
        record(self.scene.application, "prod", version, artifact=self._of(version).artifact, result=result)

    @invariant()
    def one_at_most_is_on_its_way(self) -> None:
        if hasattr(self, "scene"):
            assert Release.objects.on_the_way().count() <= 1

    @invariant()
    def the_history_says_the_same(self) -> None:
        if hasattr(self, "scene"):
            assert replayed(least=2) == []
