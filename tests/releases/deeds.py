"""What people and machines do with a release. Of what is accepted, the model says whether it may be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from maturity.actions.errors import Refused
from maturity.models import Role
from releases.actions import moving, overrides, signing, waiving
from releases.actions.checking import run_checks
from releases.actions.deployments import record
from releases.actions.opening import open_release
from releases.actions.rolling_back import Seen, note_served, roll_back
from releases.actions.settling import settle
from releases.core.gate import Outcome
from releases.core.state import ON_THE_WAY, OVER, State
from releases.models import PostReview
from tests.releases.allowed import HOUR, PEOPLE, Ticket, Waived, Word
from tests.releases.story import ASKED, Story

WHY = "The login is down for everybody, it cannot wait"


class Deeds(Story):
    """What is refused changes nothing in the model, and raises Refused."""

    def _by(
        self, name: str, version: str, act: Callable[..., Any], *words: Any, old: bool, **given: Any
    ) -> Any:
        """As the form of a page sends it, which is the page as it is now unless it is old."""
        page, before = self.page(version, old=old), self.release(version)
        done = act(self.scene[name] if name else None, before, *words, **page, **given)
        self.expect_fresh(version, page, before)
        return done

    def submit(self, version: str, name: str = "eva", *, old: bool = False) -> None:
        self._by(name, version, moving.submit, old=old)

    def sign(self, version: str, name: str, item: str = "", *, old: bool = False) -> None:
        digest = self._by(name, version, signing.sign, old=old, item=item).digest
        assert self.model.has(name, Role.APPROVER), f"{name} signed off as {self.model.role.get(name)}"
        assert not self.model.partial(version, name, digest), f"{name} signed off, who has a hand in it"
        self.model.of[version].yes[item, name] = Word(self.model.now, digest)
        self.model.of[version].no.pop((item, name), None)

    def reject(self, version: str, name: str, item: str = "", *, old: bool = False) -> None:
        digest = self._by(name, version, signing.reject, old=old, item=item, comment="no").digest
        assert self.model.has(name, Role.APPROVER), f"{name} rejected it as {self.model.role.get(name)}"
        self.model.of[version].no[item, name] = digest
        self.model.of[version].yes.pop((item, name), None)

    def revoke(self, version: str, name: str, item: str = "") -> None:
        self._by(name, version, signing.revoke, old=False, item=item)
        self._forget(version, name, item)

    def set_aside(self, version: str, name: str, whose: str, item: str = "") -> None:
        self._by(name, version, signing.revoke, old=False, item=item, person=self.scene[whose])
        objects = (item, whose) in self.model.of[version].no
        gone = objects and not self.model.has(whose, Role.APPROVER) and self.model.has(name, Role.LEAD)
        assert name == whose or gone, f"{name} took back what {whose} said"
        self._forget(version, whose, item)

    def _forget(self, version: str, name: str, item: str) -> None:
        told = self.model.of[version]
        told.yes.pop((item, name), None)
        told.no.pop((item, name), None)
        told.ticket = None

    def waive(self, version: str, name: str, item: str = "iac.drift", *, old: bool = False) -> None:
        made = self._by(name, version, waiving.waive, item, "known", old=old, hours=5)
        told = self.model.of[version]
        assert self.model.has(name, Role.LEAD), f"{name} waived it as {self.model.role.get(name)}"
        assert item != "ci.green", "what nobody waives was waived"
        partial = self.model.partial(version, name, made.digest)
        assert item == "iac.drift" or not partial, f"{name} waived {item}, who has a hand in it"
        told.waived[item] = Waived(name, self.model.now, self.model.now + 5 * HOUR, made.digest)

    def unwaive(self, version: str, name: str, item: str = "iac.drift") -> None:
        page = self.page(version)
        waiving.end_waiver(self.scene[name], self.release(version), item, revision=page["revision"])
        found = self.model.of[version].waived.pop(item, None)
        own = found is not None and found.by == name
        assert own or self.model.has(name, Role.LEAD), f"{name} ended the waiver of another"

    def check(self, version: str) -> None:
        run_checks(self.release(version), self.model.now)

    def settle(self) -> None:
        settle(self.model.now)

    def try_again(self, version: str, name: str = "lin") -> None:
        artifact = "sha256:" + self.model.of[version].artifact * 64
        given: dict[str, Any] = {"artifact": artifact, "commit": self.release(version).commit}
        self.see()
        open_release(self.scene[name], self.scene.application, version, **given)
        assert self.model.has(name, Role.ENGINEER), f"{name} opened it as {self.model.role.get(name)}"
        self.model.attempted(version, name, ASKED[self.model.checklist])
        self._write(version)

    def reuse(self, version: str) -> None:
        """The version once more, with something else in it: refused, always."""
        open_release(self.scene["lin"], self.scene.application, version, artifact="sha256:" + "f" * 64)
        raise AssertionError(f"{version} is two artifacts")

    def start(self, version: str, name: str, *, old: bool = False) -> None:
        """name: "" for a machine."""
        secret = self._by(name, version, moving.start, old=old)
        digest = self.release(version).digest
        assert not (why := self.model.why_not(version, digest, name)), f"{version} started by {name}: {why}"
        self._goes(version, secret)

    def _goes(self, version: str, secret: str) -> None:
        told = self.model.of[version]
        told.going_on = set()
        told.ticket = Ticket(secret, self.model.now) if secret else None

    def resume(self, version: str, name: str, *, old: bool = False) -> None:
        step = self.release(version).step
        secret = self._by(name, version, moving.resume, "fine", old=old)
        release, told = self.release(version), self.model.of[version]
        why = [] if told.broken else self.model.why_not(version, release.digest, again=True)
        assert not why, f"{version} resumed by {name}: {why}"
        assert self.model.has(name, Role.APPROVER), f"{name} resumed it as {self.model.role.get(name)}"
        assert not self.model.partial(version, name, release.digest), f"{name} resumed what they wrote"
        told.going_on.add(name)
        if release.state != State.HELD:
            assert step < 50 or len(told.going_on) > 1, f"{name} alone resumed it at {step} %"
            self._goes(version, secret)

    def use(self, version: str, secret: str = "", digest: str = "") -> None:
        """secret: "" for the last one."""
        told, given = self.model.of[version], digest or self.release(version).digest
        last = told.ticket
        moving.use_ticket(secret or (last.secret if last else "none"), digest=given, used_by="ci")
        assert last is not None, f"{version}: a ticket that was withdrawn or used opened"
        assert not secret or secret == last.secret, f"{version}: an old ticket opened"
        age = self.model.now - last.at
        assert age < HOUR / 2, f"{version}: a ticket opened after {age}"
        assert given == self.release(version).digest, f"{version}: a ticket opened for something else"
        told.ticket, told.let_through = None, True
        self.used.append(version)

    def hold(self, version: str, name: str, *, old: bool = False) -> None:
        self._ended(version, name, moving.hold, old=old)

    def abandon(self, version: str, name: str, *, old: bool = False) -> None:
        self._ended(version, name, moving.abandon, old=old)
        assert not self.model.of[version].let_through, f"{version} was given up with traffic on it"

    def _ended(self, version: str, name: str, act: Callable[..., Any], *, old: bool) -> None:
        page, before = self.page(version, old=old), self.release(version)
        act(self.scene[name], before, "no", revision=page["revision"])
        assert page["revision"] == before.revision, f"{version}: an old page moved it"
        assert self.model.has(name, Role.ENGINEER), f"{name} stopped it as {self.model.role.get(name)}"
        self.model.of[version].ticket = None

    def roll_back(self, version: str, name: str) -> None:
        """Whoever is of the team may, alone, as long as it is on its way."""
        before, may = self.release(version), self.model.has(name, Role.ENGINEER)
        going = before.state in ON_THE_WAY - {State.ROLLING_BACK}
        with suppress(Refused):
            roll_back(self.scene[name], before, "no", late=True)
            assert may, f"{name} rolled back as {self.model.role.get(name)}"
            self.model.of[version].ticket = None
            return
        assert not (may and going), f"{name} cannot roll back {version}"

    def break_glass(self, version: str, name: str, *, old: bool = False) -> None:
        secret = self._by(name, version, overrides.break_glass, WHY, old=old)
        assert self.model.has(name, Role.LEAD), f"{name} broke the glass as {self.model.role.get(name)}"
        told = self.model.of[version]
        told.broken, self.model.owed[version, told.attempt] = True, name
        self._goes(version, secret)

    def review(self, name: str) -> None:
        """The oldest that is owed."""
        found = PostReview.objects.open().order_by("pk").first()
        if found is None:
            raise Refused("")
        overrides.review(self.scene[name], found, "The fix was right, and an alarm was added")
        release = found.override.release
        broke = self.model.owed.pop((release.version, release.attempt))
        assert self.model.has(name, Role.APPROVER), f"{name} reviewed it as {self.model.role.get(name)}"
        assert name != broke, f"{name} reviewed their own emergency"

    def deploy(self, version: str, result: str) -> None:
        record(
            self.scene.application, "prod", version, artifact=self.release(version).artifact, result=result
        )
        self.model.of[version].ticket = None

    def serve(self, version: str) -> None:
        note_served(self.scene.application, version, Seen(at=self.model.now, evidence="seen"))

    def agree(self, version: str, signers: list[str]) -> None:
        """All that is needed, where nothing stands in the way: otherwise little would ever start."""
        for name, role in PEOPLE.items():
            if self.model.role.get(name) != role:
                self.role(name, role)
        self._clear(version)
        with suppress(Refused):  # it is on its way already, or was something else before
            if self.release(version).state in OVER:
                self.try_again(version)
            self.prepare(version)
            self.look(version)
            self.agreed(version, ["leo"], "ops.owner")
            self.agreed(version, signers)

    def prepare(self, version: str) -> None:
        """All but what people say of it."""
        self.check(version)
        self.accept(version)
        if self.release(version).state == State.DRAFT:
            self.submit(version)
        self.ci(version, Outcome.PASSED)

    def agreed(self, version: str, names: list[str], item: str = "") -> None:
        for name in names:
            self.sign(version, name, item)

    def _clear(self, version: str) -> None:
        for item, name in sorted(self.model.of[version].no):
            with suppress(Refused):  # it was about something else
                self.revoke(version, name, item)
        self.model.of[version].wrote = {"lin"}
        self._write(version)
        self.gate("passed")
        self.thaw()
        for owed in list(self.model.owed.values()):
            self.review("mia" if owed != "mia" else "ana")
