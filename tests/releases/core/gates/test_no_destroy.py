from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from releases.core.facts.exemptions import Exemption, Exemptions
from releases.core.facts.plans import Destroy, Planned, Plans, StackPlan
from releases.core.gates.no_destroy import GATE
from tests.releases.core.gates.making import COMMIT, HOSTILE, ago, ask, is_tidy

DATABASE = Destroy(address="aws_db_instance.main", type="aws_db_instance", action="replace", holds_data=True,
                   guards=("deletion protection off",))  # fmt: skip
RULE = Destroy(address="aws_security_group_rule.ssh", type="aws_security_group_rule")
FORGOTTEN = Destroy(address="aws_s3_bucket.logs", type="aws_s3_bucket", action="forget", holds_data=True)


def of(*destroys: Destroy, **fields: Any) -> Plans:
    given = {"at": ago(hours=1), "commit": COMMIT, "url": "/plans/4/", "destroys": destroys}
    newest = Planned(**{**given, "counted": len(destroys), **fields})
    one = StackPlan(stack="live/prod", url="/stacks/1/", newest=newest)
    return Plans(commit=COMMIT, environment="prod", settings="/targets/", stacks=(one,))


def exempting(address: str, until: date = date(2026, 11, 23)) -> Exemptions:
    given = Exemption(address=address, reason="moved to Aurora", until=until, by="lin")
    return Exemptions("/exemptions/", (given,))


def test_plans_that_destroy_nothing_pass():
    result = ask(GATE, of(), exempting("x"))
    assert (result.outcome, result.values["destroys"]) == ("passed", 0)
    assert result.reason == "nothing critical is destroyed in 1 stacks; other destroys: 0"
    assert [(one.text, one.url) for one in result.evidence] == [("live/prod", "/plans/4/")]


def test_replacing_a_database_fails_and_says_what_would_have_kept_it():
    result = ask(GATE, of(DATABASE, RULE))
    assert (result.outcome, result.values["critical"], result.values["destroys"]) == ("failed", 1, 2)
    assert (
        result.reason == "critical resources would be destroyed or replaced, 1 in all: aws_db_instance.main"
    )
    assert result.evidence[0].text == "live/prod: replace aws_db_instance.main, deletion protection off"
    assert result.evidence[0].url == "/plans/4/"


def test_what_holds_data_is_known_by_its_type_too():
    bare = Destroy(address="module.a.aws_s3_bucket.x", type="aws_s3_bucket")
    assert ask(GATE, of(bare)).outcome == "failed"


def test_other_resources_may_go():
    result = ask(GATE, of(RULE))
    assert (result.outcome, result.values["destroys"]) == ("passed", 1)
    assert "aws_security_group_rule.ssh" in result.evidence[0].text


@pytest.mark.parametrize("glob", ["aws_security_group*", "*.ssh"])
def test_globs_over_types_and_addresses_make_others_critical(glob: str):
    assert ask(GATE, of(RULE), critical=[glob]).outcome == "failed"


def test_brackets_in_an_address_are_letters_as_any_other():
    keyed = Destroy(address='aws_instance.web["a"]', type="aws_instance")
    assert ask(GATE, of(keyed), critical=['aws_instance.web["a"]']).outcome == "failed"


def test_data_may_go_where_the_checklist_says_so():
    assert ask(GATE, of(DATABASE), data=False).outcome == "passed"


def test_an_exemption_holds_through_its_last_day():
    result = ask(GATE, of(DATABASE), exempting("aws_db_instance.*"))
    assert (result.outcome, result.values["exempted"]) == ("passed", 1)
    assert result.evidence[0].text.endswith("exempted by lin until 2026-11-23: moved to Aurora")


def test_an_exemption_that_is_over_is_named_in_the_reason():
    result = ask(GATE, of(DATABASE), exempting("aws_db_*", date(2026, 11, 22)))
    assert result.outcome == "failed"
    assert result.reason.endswith("the exemption of aws_db_* ended on 2026-11-22")
    assert result.evidence[-1].url == "/exemptions/"


def test_so_many_may_be_destroyed_overall():
    result = ask(GATE, of(RULE, RULE, RULE), most=2)
    assert (result.outcome, result.reason) == ("failed", "resources to be destroyed: 3, and at most 2 may be")
    assert ask(GATE, of(RULE, RULE), most=2).outcome == "passed"


def test_what_is_exempted_is_not_counted_among_those():
    assert ask(GATE, of(DATABASE, RULE), exempting("aws_db_instance.main"), most=1).outcome == "passed"


@pytest.mark.parametrize(("counts", "outcome"), [(False, "passed"), (True, "failed")])
def test_a_resource_that_is_only_forgotten_counts_when_it_shall(counts: bool, outcome: str):
    assert ask(GATE, of(FORGOTTEN), forgets=counts).outcome == outcome


def test_more_destroys_than_are_looked_at_fail():
    result = ask(GATE, of(RULE, counted=9_000))
    assert result.outcome == "failed"
    assert result.reason == "resources to be destroyed: 9,000, more than are looked at"


def test_changes_that_are_not_kept_any_more_are_not_known():
    result = ask(GATE, of(counted=None))
    assert (result.outcome, result.answer) == ("unknown", "plan again and send it to Rungs")


def test_without_a_plan_nobody_knows_what_it_destroys():
    one = StackPlan(stack="live/prod", url="/stacks/1/")
    bare = Plans(commit=COMMIT, environment="prod", settings="/targets/", stacks=(one,))
    assert ask(GATE, bare).outcome == ask(GATE).outcome == "unknown"


def test_where_exemptions_are_given_is_shown_after_many_destroys_too():
    result = ask(GATE, of(*[DATABASE] * 100), exempting("x"))
    assert (len(result.evidence), result.evidence[-1].url) == (20, "/exemptions/")


def test_thousands_of_hostile_addresses_make_one_line():
    many = [
        Destroy(address=f"{HOSTILE}{number}", type="aws_s3_bucket", guards=(HOSTILE,))
        for number in range(5_000)
    ]
    result = ask(GATE, of(*many), exempting("*" * 300 + "?"), critical=["*a*" * 100])
    assert result.outcome in ("failed", "passed")
    assert is_tidy(result)
