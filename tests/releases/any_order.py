"""What people, CI and the clock do, in whatever order; `allowed.Model` says what may start of it.

A model of its own knows who may have agreed to what. It is told which actions were taken, never what the rows
say, and is asked about every release that starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from maturity.actions.errors import Refused
from maturity.models import Role
from releases.core.gate import Outcome
from releases.core.state import BEFORE
from releases.models import Release
from tests.releases import allowed
from tests.releases.deeds import Deeds
from tests.releases.replay import replayed
from tests.releases.story import BROKEN, GONE

Step = tuple[str, dict[str, Any]]
PEOPLE, WHICH = st.sampled_from(sorted(allowed.PEOPLE)), st.sampled_from(allowed.VERSIONS)
STARTERS = PEOPLE | st.just("")
ASKED = st.sampled_from(["", "ops.owner"])
WAIVABLE = st.sampled_from(["iac.drift", "ops.owner", "ci.green", "release.authors"])
OUTCOMES = st.sampled_from(list(Outcome))
SIGNERS = st.lists(st.sampled_from(["mia", "ana", "leo"]), unique=True, min_size=1)
SCOPES = st.sampled_from(["organisation", "team", "application"])
OLD = st.sampled_from([False, False, True])


def step(rule: str, /, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(st.just(rule), st.fixed_dictionaries(given))


# What may come between agreement and start.
TWISTS = st.one_of(
    step("revoke", version=WHICH, name=PEOPLE, item=ASKED),
    step("reject", version=WHICH, name=PEOPLE, item=ASKED, old=OLD),
    step("sign", version=WHICH, name=PEOPLE, item=ASKED, old=OLD),
    step("set_aside", version=WHICH, name=PEOPLE, whose=PEOPLE, item=ASKED),
    step("waive", version=WHICH, name=PEOPLE, item=WAIVABLE, old=OLD),
    step("unwaive", version=WHICH, name=PEOPLE, item=WAIVABLE),
    step("role", name=PEOPLE, role=st.sampled_from([None, *Role])),
    step("close_account", name=PEOPLE),
    step("commit", version=WHICH, name=PEOPLE),
    step("forget_authors", version=WHICH),
    step("gate", outcome=OUTCOMES | st.sampled_from([GONE, BROKEN])),
    step("ci", version=WHICH, outcome=OUTCOMES),
    step("clock", hours=st.integers(-30, 60)),
    step("minutes", minutes=st.sampled_from([-90, -10, 1, 29, 31])),
    step("artifact", version=WHICH, byte=st.sampled_from("abc")),
    step("plan", version=WHICH, number=st.integers(1, 2)),
    step("template", name=st.sampled_from(["strict", "easy"])),
    step("freeze", begins=st.integers(-2, 4), hours=st.integers(3, 6), of=SCOPES),
    step("thaw"),
    step("accept", version=WHICH),
    step("break_glass", version=WHICH, name=PEOPLE, old=OLD),
    step("review", name=PEOPLE),
    step("look", version=WHICH),
    step("try_again", version=WHICH, name=PEOPLE),
    step("reuse", version=WHICH),
)
# What may come after the start.
TURNS = st.one_of(
    step("use", version=WHICH),
    step("hold", version=WHICH, name=PEOPLE, old=OLD),
    step("resume", version=WHICH, name=PEOPLE, old=OLD),
    step("abandon", version=WHICH, name=PEOPLE, old=OLD),
    step("roll_back", version=WHICH, name=PEOPLE),
    step("deploy", version=WHICH, result=st.sampled_from(["succeeded", "failed", "rolled_back"])),
    step("serve", version=st.sampled_from(["2.13.0", *allowed.VERSIONS])),
    step("check", version=WHICH),
    step("settle"),
    step("start", version=WHICH, name=STARTERS, old=OLD),
)


class AnyOrder(Deeds, RuleBasedStateMachine):
    """Each rule is one action, or the straight way with something that comes between."""

    started: ClassVar[list[str]] = []  # in all examples together
    secrets: dict[str, list[str]]

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.secrets = {version: [] for version in allowed.VERSIONS}

    def teardown(self) -> None:
        wrong = replayed(self.asked) if hasattr(self, "scene") else []
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        self.end()
        assert wrong == []

    def _goes(self, version: str, secret: str) -> None:
        super()._goes(version, secret)
        self.started.append(version)
        self.secrets[version].append(secret)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is done meanwhile did not happen."""
        before = deepcopy(self.model), dict(self.gates.outcomes), self.gates.gone, dict(self.pages)
        lists = list(self.started), list(self.used), deepcopy(self.secrets)
        try:
            with transaction.atomic():
                yield
                assert replayed(self.asked) == []
                transaction.set_rollback(True)
        finally:
            self.model, self.gates.outcomes, self.gates.gone, self.pages = before
            self.started[:], self.used[:], self.secrets = lists

    def play(self, steps: Iterable[Step]) -> None:
        """Each of them, or that it is refused."""
        for one in steps:
            self.trouble(one)

    @rule(one=TWISTS)
    def trouble(self, one: Step) -> None:
        name, given = one
        with suppress(Refused):
            getattr(self, name)(**given)

    @rule(one=TURNS)
    def turn(self, one: Step) -> None:
        self.trouble(one)

    @rule(version=WHICH, signers=SIGNERS, twists=st.lists(TWISTS, max_size=2), starter=STARTERS)
    def go(self, version: str, signers: list[str], twists: list[Step], starter: str) -> None:
        self.agree(version, signers)
        self.play(twists)
        free = not Release.objects.on_the_way().exists() and self.release(version).state in BEFORE
        expected = (
            free and not twists and not self.model.why_not(version, self.page(version)["digest"], starter)
        )
        before = len(self.started)
        self.trouble(("start", {"version": version, "name": starter}))
        assert len(self.started) > before or not expected, f"{version} did not start by {starter}"

    @rule(version=WHICH, twist=TWISTS, starter=STARTERS, turns=st.lists(TURNS, max_size=3))
    def go_far(self, version: str, twist: Step, starter: str, turns: list[Step]) -> None:
        self.go(version, ["mia", "ana"], [twist], starter)
        self.play(turns)

    @rule(version=WHICH, name=st.sampled_from(["leo", "mia"]), turns=st.lists(TURNS, max_size=3))
    def emergency(self, version: str, name: str, turns: list[Step]) -> None:
        self.trouble(("break_glass", {"version": version, "name": name}))
        self.play(turns)

    @rule(version=WHICH)
    def use_all(self, version: str) -> None:
        """Of all the tickets there ever were, the last one alone opens, and once."""
        for secret in self.secrets[version]:
            self.trouble(("use", {"version": version, "secret": secret}))

    @invariant()
    def one_at_most_is_on_its_way(self) -> None:
        if hasattr(self, "scene"):
            assert Release.objects.on_the_way().count() <= 1

    def asked(self, version: str, attempt: int) -> int:
        """How many had to agree to it."""
        return self.model.asked[version, attempt]
