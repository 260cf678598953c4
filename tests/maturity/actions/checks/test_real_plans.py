"""Plans that a real terraform made, recorded one after the other; and no secret of them anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from maturity.actions import Refused
from maturity.actions.checks import add_noise_rule, record_plan
from maturity.core.plans import Reading
from maturity.models import DriftCheck, DriftEpisode, PlanContent, Purpose, Stack
from tests.factories import make_pull_request, make_stack, make_user
from tests.maturity.actions.checks.making import Checks, kinds, origin
from tests.maturity.core.plans.making import reading, resource
from tests.maturity.core.plans.test_scenarios import SCENARIOS, number, shown, streamed

pytestmark = pytest.mark.django_db
SECRETS = ("VAR-SECRET",)
TRUTHS = [(number(one), one["truth"]) for one in SCENARIOS]


@pytest.mark.parametrize(("case", "truth"), TRUTHS, ids=[case for case, _ in TRUTHS])
def test_each_scenario_leaves_the_rows_that_are_true(checks, stack, case, truth):
    check = checks.take(shown(case))
    stack.refresh_from_db()
    assert DriftEpisode.objects.open().count() == (truth == "drift")
    assert (stack.drift_since is not None, stack.failures) == (truth == "drift", int(truth == "error"))
    assert (check.finding == "") == (truth == "error")


def test_a_week_of_one_stack_is_told_in_seven_events(checks, stack):
    week = ["00", "01", "01", "05", "00", "02", "09", "09", "02", "03", "00"]
    checks.at = checks.at.replace(minute=0)
    for case in week:
        checks.take(shown(case))
    assert kinds() == [
        "drift.opened", "drift.grew", "drift.resolved", "check.failing", "check.recovered",
        "drift.opened", "drift.resolved",
    ]  # fmt: skip
    stack.refresh_from_db()
    assert (stack.finding, stack.drift_since, stack.failures) == ("in_sync", None, 0)
    assert DriftCheck.objects.count() == len(week)
    assert {one.ending for one in DriftEpisode.objects.all()} == {"reverted"}


def test_drift_that_the_code_took_over_ends_as_adopted(checks):
    checks.take(shown("01"), commit="a")
    checks.take(shown("07"), commit="b")
    assert DriftEpisode.objects.get().ending == "adopted"


def test_a_stream_after_a_whole_plan_is_the_same_drift(checks):
    first = checks.take(shown("01"))
    checks.take(streamed("01"))
    checks.take(shown("01"))
    assert (DriftEpisode.objects.get().checks, kinds()) == (3, ["drift.opened"])
    assert first.finding == "drifted"


def planned(*addresses: str, drifted: str = "", **more: Any) -> Reading:
    before, after = {"size": 1}, {"size": 2}
    rows = [
        resource(one, "update", after, before) if one == drifted else resource(one, "no-op", before, before)
        for one in addresses
    ]
    drift = [resource(drifted, "update", before, after)] if drifted else []
    return reading(*rows, drift=drift, **more)


OURS = tuple(f"aws_instance.ours{number}" for number in range(6))
THEIRS = tuple(f"aws_instance.theirs{number}" for number in range(6))


def test_a_resource_that_left_the_plan_is_gone(checks):
    checks.take(planned(*OURS, drifted=OURS[0]))
    checks.take(planned(*OURS[1:]))
    assert DriftEpisode.objects.get().evidence["why"] == "left_the_plan"


def test_the_plan_of_another_stack_is_refused_and_leaves_nothing(checks, stack):
    checks.take(planned(*OURS))
    other = make_stack(stack.repository, "live/stage")
    Checks(other).take(planned(*THEIRS))
    with pytest.raises(Refused, match="looks like a plan of live/stage; nothing was stored"):
        checks.take(planned(*THEIRS))
    assert (stack.checks.count(), Stack.objects.get(pk=stack.pk).finding) == (1, "in_sync")


def test_the_plan_of_nobodys_stack_is_refused_unless_it_is_meant(checks, stack):
    checks.take(planned(*OURS))
    with pytest.raises(Refused, match="none of its resources is known there"):
        checks.take(planned(*THEIRS))
    given: Any = {"purpose": Purpose.APPLY, "repository": stack.repository}
    with pytest.raises(Refused):
        record_plan(stack, planned(*THEIRS), origin(), **given)
    assert record_plan(stack, planned(*THEIRS), origin(), force=True, **given).resources == 6


def test_a_plan_that_only_moves_everything_is_taken(checks):
    checks.take(planned(*OURS))
    moved = [resource(one, previous_address=ours) for one, ours in zip(THEIRS, OURS, strict=True)]
    assert checks.take(reading(*moved)).finding == "pending"


def test_a_plan_limited_to_targets_ends_nothing_and_clears_nothing(checks, stack):
    seen = checks.take(planned(*OURS, drifted=OURS[0]))
    checks.take(planned(OURS[1], complete=False))
    stack.refresh_from_db()
    assert (stack.latest_check, DriftEpisode.objects.open().get().checks) == (seen, 1)
    assert DriftCheck.objects.count() == 2


def test_a_plan_limited_to_targets_shows_drift_all_the_same(checks, stack):
    checks.take(planned(*OURS, drifted=OURS[0]))
    checks.take(planned(OURS[1], drifted=OURS[1], complete=False))
    stack.refresh_from_db()
    episode = DriftEpisode.objects.open().get()
    assert (stack.drifted_resources, episode.resources) == (2, 2)
    assert kinds() == ["drift.opened", "drift.grew"]


def test_no_secret_of_any_plan_is_anywhere_in_the_database(checks, stack):
    for case, _ in TRUTHS:
        checks.take(shown(case))
        checks.take(streamed(case))
        record_plan(
            stack, shown(case), origin(), purpose=Purpose.PULL_REQUEST, repository=stack.repository,
            pull_request=make_pull_request(stack.repository, int(case) + 1),
        )  # fmt: skip
    checks.fail(message=f'Error: password = "{SECRETS[0]}"')
    add_noise_rule(make_user(), stack, "localfile_json.*", "tags", "known", 7)
    assert PlanContent.objects.count() > 10
    found = [place for place, text in everything_stored() if any(secret in text for secret in SECRETS)]
    assert found == []


def test_the_search_for_secrets_would_find_one(checks):
    checks.take(shown("01"))
    assert any("localfile_json" in text for place, text in everything_stored() if "plancontent" in place)


def everything_stored() -> Iterator[tuple[str, str]]:
    """Every value of every table as text, packed plans unpacked."""
    for model in apps.get_models():
        rows = model._default_manager.all()
        for row in rows:
            for one in model._meta.concrete_fields:
                yield f"{model._meta.label_lower}.{one.name}", text_of(row, one)


def text_of(row: models.Model, one: models.Field[Any, Any]) -> str:
    if isinstance(row, PlanContent) and one.name == "body":
        return f"{row.changes}"
    value = getattr(row, one.attname)
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else f"{value}"
