from __future__ import annotations

import pytest

from maturity.core.drift.ending import SENTENCES, Ended, Evidence, Why, judge, overall
from maturity.core.plans.change import Action, Difference, ResourceChange, Role
from maturity.models import Ending
from tests.maturity.core.drift.making import changed

SEEN = changed("a.b", "size", role=Role.OBSERVED, action=Action.NO_OP)
DRIFTED = changed("a.b", "size")
BACK = ResourceChange(address="a.b", action=Action.UPDATE, differences=(Difference("size", "2", "1"),))
OTHER = ResourceChange(address="a.b", action=Action.UPDATE, differences=(Difference("name", "x", "y"),))
NEW = ResourceChange(address="a.b", action=Action.CREATE)


@pytest.mark.parametrize(
    ("known", "ending", "why"),
    [
        (Evidence(ignored=True, change=DRIFTED), Ended.IGNORED, Why.RULE),
        (Evidence(change=SEEN, code_changed=True), Ended.ADOPTED, Why.CODE_FOLLOWED),
        (Evidence(change=SEEN, code_changed=False), Ended.UNKNOWN, Why.NOTHING_PLANNED),
        (Evidence(change=SEEN), Ended.UNKNOWN, Why.NO_COMMIT),
        (Evidence(change=NEW), Ended.GONE, Why.LEFT_THE_STATE),
        (Evidence(change=BACK, before=DRIFTED), Ended.UNKNOWN, Why.STATE_REFRESHED),
        (Evidence(change=OTHER, before=DRIFTED), Ended.REVERTED, Why.AS_THE_STATE),
        (Evidence(change=OTHER), Ended.REVERTED, Why.AS_THE_STATE),
        (Evidence(named=False, code_changed=False), Ended.GONE, Why.LEFT_THE_PLAN),
        (Evidence(code_changed=False), Ended.REVERTED, Why.SAME_CODE),
        (Evidence(code_changed=True), Ended.UNKNOWN, Why.CODE_CHANGED),
        (Evidence(), Ended.UNKNOWN, Why.NO_COMMIT),
        (Evidence(code_changed=True, meanwhile=Role.DRIFT), Ended.REVERTED, Why.APPLY_REVERTED),
        (Evidence(code_changed=True, meanwhile=Role.OBSERVED), Ended.ADOPTED, Why.PLAN_ADOPTED),
    ],
)
def test_an_ending_is_what_the_plans_prove(known, ending, why):
    found = judge(known)
    assert (found.ending, found.why) == (ending, why)


def test_a_masked_value_proves_nothing():
    hidden = Difference("size", None, None, sensitive=True)
    before = changed("a.b", drift=(hidden,))
    now = ResourceChange(address="a.b", action=Action.UPDATE, differences=(hidden,))
    assert judge(Evidence(change=now, before=before)).ending is Ended.REVERTED


def test_an_episode_ended_as_most_of_its_resources_did():
    assert overall(["gone", "reverted", "gone"]) is Ended.GONE
    assert overall(["gone", "reverted"]) is Ended.REVERTED
    assert overall([]) is Ended.UNKNOWN


def test_every_reason_has_its_sentence_and_every_ending_its_row():
    assert set(SENTENCES) == set(Why)
    assert {str(one) for one in Ended} == set(Ending.values)
