from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.core import rollback
from releases.core.rollback import Clock, Kind, Limit, Plan, clock
from releases.core.undoing import Change, Flag, Known, Migration, Service, Undo, plan_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SERVICE = Service(name="prod/ai-shell", before="ai-shell:41", two_fleets=True, keeps=1800, drains=300)


def known(**fields) -> Known:
    told = {
        "version": "2.14.0", "previous": "2.13.4", "environment": "Prod", "flags": (), "service": SERVICE,
        "migrations": (), "changes": (),
    }  # fmt: skip
    return Known(**{**told, **fields})


def texts(plan: Plan, kind: Kind) -> list[str]:
    return [step.text for step in plan.steps if step.kind is kind]


def test_a_plan_of_all_that_is_known_warns_of_nothing_and_ends_with_the_proof():
    plan = plan_of(known(flags=(Flag("shell.stream", "false"),)))
    assert [step.kind for step in plan.steps] == [
        Kind.FLAG, Kind.TRAFFIC, Kind.SERVICE, Kind.TRAFFIC, Kind.SCHEMA, Kind.VERIFY,
    ]  # fmt: skip
    assert plan.steps[0].text == "Set the flag shell.stream to false in Prod"
    assert plan.warnings == ()


@pytest.mark.parametrize(
    ("missing", "asked"),
    [
        ({"previous": ""}, "which version serves in Prod now"),
        ({"flags": None}, "which feature flags"),
        ({"flags": (Flag("shell.stream", None),)}, "value of the flag shell.stream"),
        ({"service": None}, "how 2.13.4 is put back"),
        ({"service": Service(name="prod/ai-shell")}, "the task definition of 2.13.4"),
        ({"service": Service(name="a", before="a:1", two_fleets=False)}, "how long sessions of a drain"),
        ({"service": Service(name="a", before="a:1", drains=1)}, "whether a shifts traffic"),
        ({"migrations": None}, "whether 2.14.0 changes the database"),
        ({"migrations": (Migration("0042.py", Undo.NOT_KNOWN),)}, "how 0042.py is undone"),
        ({"changes": None}, "which infrastructure"),
        ({"changes": (Change("live/prod", 4, None),)}, "what the plan of live/prod destroys"),
    ],
)
def test_what_is_not_known_is_a_step_with_a_warning(missing, asked):
    plan = plan_of(known(**missing))
    assert [step for step in plan.steps if step.kind is Kind.FIND_OUT and asked in step.text and step.warns]
    assert plan.warnings != ()


def test_a_plan_of_which_nothing_is_known_says_all_that_has_to_be_found_out():
    plan = plan_of(Known(version="1", previous="", environment="Prod"))
    assert len(texts(plan, Kind.FIND_OUT)) == 5
    assert plan.steps[-1].kind is Kind.VERIFY


def test_an_image_that_is_gone_has_to_be_built_before_it_is_deployed():
    service = Service(name="a", before="a:1", two_fleets=False, drains=1, gone=("repo/a@sha256:0",))
    plan = plan_of(known(service=service))
    assert texts(plan, Kind.LOST) == ["Build repo/a@sha256:0 again: its registry no longer has it"]
    kinds = [step.kind for step in plan.steps]
    assert kinds.index(Kind.LOST) < kinds.index(Kind.SERVICE)


def test_a_schema_that_the_version_before_runs_on_stays():
    plan = plan_of(known(migrations=(Migration("0042.py", Undo.STAYS),)))
    assert texts(plan, Kind.SCHEMA) == ["Leave the database as it is: 2.13.4 runs on the new schema"]


def test_ways_down_come_newest_first_and_before_the_old_code():
    plan = plan_of(known(migrations=(Migration("0042.py", Undo.DOWN), Migration("0043.py", Undo.DOWN))))
    assert texts(plan, Kind.SCHEMA) == [
        "Run the way down of 0043.py before 2.13.4 serves",
        "Run the way down of 0042.py before 2.13.4 serves",
    ]
    kinds = [step.kind for step in plan.steps]
    assert kinds.index(Kind.SCHEMA) < kinds.index(Kind.SERVICE)


@pytest.mark.parametrize("undo", [Undo.LOSSY, Undo.NO_WAY])
def test_a_migration_that_loses_data_is_said_and_ends_the_time_for_going_back(undo):
    plan = plan_of(known(migrations=(Migration("0042.py", undo),)))
    assert len(texts(plan, Kind.LOST)) == 1
    assert plan.warnings != ()
    assert clock(plan.limits, NOW, NOW) == Clock(NOW, "0042.py cannot be undone once it ran")


def test_data_that_a_plan_destroys_is_named_and_the_rest_is_code_to_revert():
    plan = plan_of(known(changes=(Change("live/prod", 5, ("aws_db_instance.main",)), Change("live/dns", 0))))
    assert texts(plan, Kind.CODE) == [
        "Revert the infrastructure code of live/prod and apply its plan: 5 to undo"
    ]
    assert texts(plan, Kind.LOST) == [
        "Restore aws_db_instance.main of live/prod from a backup: the plan destroys it with its data"
    ]


def test_long_lists_end_with_how_many_there_are_more():
    plan = plan_of(
        known(
            flags=tuple(Flag(f"f{n}", "false") for n in range(14)),
            migrations=tuple(Migration(f"{n}.py", Undo.DOWN) for n in range(14)),
            changes=(Change("live/prod", 14, tuple(f"aws_db_instance.d{n}" for n in range(14))),),
        )
    )
    assert texts(plan, Kind.FLAG)[-1] == "Set the other flags to their safe values: 4 more"
    assert texts(plan, Kind.FIND_OUT) == ["Go through the other migrations, newest first: 4 more"]
    assert texts(plan, Kind.LOST)[-1] == "Restore what else is destroyed with its data: 4 more"


def test_without_a_second_fleet_nothing_is_kept_and_no_weight_is_moved():
    plan = plan_of(known(service=Service(name="a", before="a:1", two_fleets=False, keeps=600, drains=30)))
    assert plan.limits == ()
    assert clock(plan.limits, NOW, NOW) is None
    assert texts(plan, Kind.TRAFFIC) == ["Let open sessions drain: they have 30 s"]


RULE = "rule 1 of the lifecycle policy of ai-shell deletes it 14 d after it was pushed"
GONE = f"the image of 2.13.4 cannot be pulled any more: {RULE}"
STOPPED = "the old tasks are stopped 30 min after the traffic moved"


def minutes(n: int) -> timedelta:
    return timedelta(minutes=n)


def test_the_clock_runs_to_what_ends_first():
    limits = plan_of(known(image_until=NOW + minutes(20), image_by=RULE)).limits
    assert clock(limits, NOW, NOW) == Clock(NOW + minutes(20), GONE)
    assert clock(limits, NOW - minutes(15), NOW) == Clock(NOW + minutes(15), STOPPED)


@pytest.mark.parametrize(
    ("left", "shown"), [(31, Clock(None, STOPPED)), (29, Clock(NOW + timedelta(minutes=29), GONE))]
)
def test_before_the_version_is_there_the_clock_shows_what_would_end_first_if_it_came_now(left, shown):
    limits = plan_of(known(image_until=NOW + minutes(left), image_by=RULE)).limits
    assert clock(limits, None, NOW) == shown


def test_before_the_version_is_there_the_clock_only_says_what_it_will_count_from():
    found = clock(plan_of(known()).limits, None, NOW)
    assert found == Clock(None, STOPPED)
    assert not found.over(NOW)


def test_an_image_of_which_nobody_can_tell_how_long_it_stays_is_found_out_before_it_is_deployed():
    why = "rule 1 keeps the newest 30 images, and a count has no date"
    service = Service(name="a", before="a:1", two_fleets=False, drains=1, undated=(("repo/a:1", why),))
    steps = plan_of(known(service=service)).steps
    assert steps[0].text == f"Find out until when repo/a:1 can be pulled: {why}"
    assert (steps[0].kind, steps[0].warns, steps[1].kind) == (Kind.FIND_OUT, True, Kind.SERVICE)


def test_a_deadline_is_over_at_its_moment():
    assert Clock(NOW, "").over(NOW)
    assert not Clock(NOW + timedelta(seconds=1), "").over(NOW)


def test_what_somebody_wrote_is_one_step_a_line():
    steps = rollback.written("  Tell   #ops\n\n\tSwitch the weights back \r\n")
    assert [step.text for step in steps] == ["Tell #ops", "Switch the weights back"]
    assert {step.kind for step in steps} == {Kind.WRITTEN}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "at least one step"),
        (" \n \t", "at least one step"),
        ("a\n" * 41, "at most 40 steps, this one has 41"),
        ("a\n" + "b" * 501, "step 2 is longer than 500"),
    ],
)
def test_what_is_no_plan_is_said(text, said):
    with pytest.raises(ValueError, match=said):
        rollback.written(text)


moments = st.integers(0, 10_000).map(lambda minutes: NOW + timedelta(minutes=minutes))
limit = st.builds(Limit, st.text(max_size=5), st.none() | st.integers(0, 9999), st.none() | moments)


@given(st.lists(limit), st.none() | moments)
def test_no_limit_comes_before_the_one_the_clock_shows(limits: list[Limit], there: datetime | None):
    found = clock(limits, there, NOW)
    alone = [one for one in (clock([each], there or NOW, NOW) for each in limits) if one is not None]
    ends = [one.at for one in alone if one.at is not None]
    assert (found is None) == (not limits)
    if found is not None and (found.at or there):
        assert found.at == min(ends, default=None)
    elif found is not None and ends:
        assert min(ends) in [one.at for one in alone if one.why == found.why]


def test_steps_and_limits_come_back_from_rows_as_they_went():
    plan = plan_of(known(image_until=NOW, migrations=None))
    assert rollback.steps_of(rollback.packed(plan.steps)) == plan.steps
    assert rollback.limits_of(rollback.packed(plan.limits)) == plan.limits
    assert len(rollback.digest_of(rollback.packed(plan.steps))) == 64
