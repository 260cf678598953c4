"""Which activities concern a stack: by folder, by module, by tool."""

from __future__ import annotations

from maturity.core.facts.delivery import Delivery
from maturity.core.facts.modules import ModuleCall, Modules
from maturity.core.facts.pipelines import Pipelines, covering, covers
from maturity.core.pipeline import Act, Activity, Context, Event
from maturity.core.source import Source
from tests.maturity.core.making import stack

BEFORE = frozenset({Event.PULL_REQUEST})
CONTEXT = Context(system="ci", workflow="ci.yml", job="job")


def activity(act: Act, directory: str | None, tool: str = "terraform") -> Activity:
    at = Source(f"{directory}.yml")
    return Activity(act=act, tool=tool, at=at, context=CONTEXT, events=BEFORE, directory=directory)


def directories(activities, acts, stack, calls=(), *, anywhere=False) -> list[str | None]:
    modules = Modules(tuple(ModuleCall("m", stack.directory, "", Source("x"), target) for target in calls))
    delivery = Delivery(Pipelines(tuple(activities)), modules)
    return [one.directory for one in delivery.doing(acts, BEFORE, stack, anywhere=anywhere)]


def test_work_above_a_stack_or_anywhere_concerns_it_in_the_order_it_was_seen():
    places = ["live/prod/a/b", "live", None, "live/prod/ab", "live/prod/a", "", "other"]
    found = directories([activity(Act.PLAN, place) for place in places], (Act.PLAN,), stack("live/prod/a"))
    assert found == ["live", None, "live/prod/a", ""]


def test_reading_all_modules_of_a_stack_is_reading_the_stack_and_planning_them_is_not():
    everywhere = [activity(act, place) for act in (Act.LINT, Act.PLAN) for place in ("modules", "modules/a")]
    acts, calls = (Act.LINT, Act.PLAN), ("modules/a", "modules/b")
    assert directories(everywhere, acts, stack("live"), calls) == ["modules"]
    assert directories(everywhere, acts, stack("live"), calls[:1]) == ["modules", "modules/a"]
    assert directories(everywhere, acts, stack("live")) == []


def test_a_tool_of_another_family_does_nothing_for_a_stack():
    tools = [activity(Act.TEST, "live", tool) for tool in ("helm", "terragrunt", "make")]
    delivery = Delivery(Pipelines(tuple(tools)), Modules())
    assert [one.tool for one in delivery.doing((Act.TEST,), BEFORE, stack("live"))] == ["terragrunt", "make"]
    assert len(delivery.doing((Act.TEST,), BEFORE)) == 3


def test_any_place_may_count():
    tests = [activity(Act.TEST, "e2e"), activity(Act.TEST, None)]
    assert directories(tests, (Act.TEST,), stack("live"), anywhere=True) == ["e2e", None]


def test_what_covers_a_folder_is_named_in_full():
    assert covering("live/prod") == {None, "", "live", "live/prod"}
    assert all(covers(place, "live/prod") for place in covering("live/prod"))
