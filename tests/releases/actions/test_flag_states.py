"""How flags stand where: told by CI, by people, by places."""

from __future__ import annotations

import pytest
from django.utils import timezone

from maturity.actions import Refused
from maturity.models import Event
from releases.actions.flags import Stated, Wanted, change_flag, forget_flag, say_state, set_states
from releases.models import FeatureFlag
from tests.releases.factories import make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(db):
    return make_application()


def tell(application, environment="prod", source="api", whole=False, **flags):
    stated = [Stated(key=key, value=value) for key, value in flags.items()]
    return set_states(application, environment, stated, timezone.now(), source=source, whole=whole)


def states(application):
    return {
        (one.key, state.environment): state.value
        for one in application.flags.all() for state in one.states.all()
    }  # fmt: skip


def test_a_flag_that_only_a_place_knows_is_made_and_typed(application):
    assert tell(application, FF_A=True, limit=3) == 2
    assert {one.key: (one.type, one.path) for one in application.flags.all()} == {
        "FF_A": ("boolean", ""),
        "limit": ("number", ""),
    }


def test_stage_and_prod_that_differ_are_marked_until_they_are_the_same(application):
    tell(application, "stage", FF_A=True)
    assert not application.flags.get().differs
    tell(application, "prod", FF_A=False)
    assert application.flags.get().differs
    tell(application, "prod", FF_A=True)
    assert not application.flags.get().differs


def test_the_same_again_changes_nothing_but_when_it_was_seen(application):
    tell(application, FF_A=True)
    before = application.flags.get().states.get()
    assert tell(application, FF_A=True) == 0
    after = application.flags.get().states.get()
    assert (after.changed_at, after.seen_at > before.seen_at) == (before.changed_at, True)


def test_a_change_is_an_event_with_both_values(application):
    tell(application, FF_A=True)
    tell(application, FF_A=False)
    event = Event.objects.get(kind="flag.changed")
    assert (event.subject, event.data["before"], event.data["after"]) == ("FF_A", "true", "false")
    assert event.data["environment"] == "prod"


def test_a_line_of_code_counts_only_where_nobody_else_told(application):
    tell(application, source="code", FF_A=True)
    tell(application, source="ssm", FF_A=False)
    assert tell(application, source="code", FF_A=True) == 0
    assert states(application) == {("FF_A", "prod"): False}


def test_what_a_whole_place_no_longer_names_is_gone_and_others_stay(application):
    tell(application, source="ssm", FF_A=True, FF_B=True)
    tell(application, source="api", FF_C=True)
    tell(application, source="ssm", whole=True, FF_B=True)
    assert states(application) == {("FF_B", "prod"): True, ("FF_C", "prod"): True}


def test_a_secret_is_masked_before_it_is_stored(application):
    tell(application, FF_TOKEN="hunter2", FF_A="ghp_" + "a1B2c3D4e5" * 3, FF_B={"password": "x", "n": 1})
    assert states(application) == {
        ("FF_TOKEN", "prod"): "[redacted]",
        ("FF_A", "prod"): "[redacted]",
        ("FF_B", "prod"): {"password": "[redacted]", "n": 1},
    }


def test_more_flags_than_an_application_may_have_are_refused_whole(application):
    many = {f"FF_{n}": True for n in range(1_001)}
    with pytest.raises(Refused, match="at most 1,000 flags"):
        tell(application, **many)
    assert not FeatureFlag.objects.exists()


def test_what_a_person_says_is_typed_and_told(application, lin):
    tell(application, FF_A=True)
    flag = application.flags.get()
    assert say_state(lin, flag, "prod", "off", timezone.now())
    state = flag.states.get()
    assert (state.value, state.source, state.by) == (False, "person", "lin")
    with pytest.raises(Refused, match="FF_A is a boolean"):
        say_state(lin, flag, "prod", "blue", timezone.now())


def test_a_flag_is_described_and_each_change_is_told(application, lin):
    tell(application, FF_A=True)
    flag = application.flags.get()
    wanted = Wanted(kind="kill_switch", type="boolean", off="true", owner="find")
    assert change_flag(lin, flag, wanted)
    assert not change_flag(lin, flag, wanted)
    flag.refresh_from_db()
    assert (flag.kind, flag.off, flag.owner) == ("kill_switch", True, "find")
    assert flag.edited == ["kind", "off", "owner"]
    with pytest.raises(Refused):
        change_flag(lin, flag, Wanted(kind="release", type="number", off="true"))


def test_only_a_flag_that_no_code_names_is_forgotten(application, lin):
    tell(application, FF_A=True)
    flag = application.flags.get()
    flag.path = "a.ts"
    flag.save()
    with pytest.raises(Refused, match="Code still names FF_A"):
        forget_flag(lin, flag)
    flag.path = ""
    flag.save()
    forget_flag(lin, flag)
    forget_flag(lin, flag)
    assert not FeatureFlag.objects.exists()
