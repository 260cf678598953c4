from __future__ import annotations

import pytest

from maturity.core.drift.quiet import Rule, finding_of, sift
from maturity.core.plans.change import Finding, Role
from tests.maturity.core.drift.making import changed, deleted

TAGS = Rule("*", "tags")


@pytest.mark.parametrize(
    ("glob", "address", "covered"),
    [
        ("aws_instance.web", "aws_instance.web", True),
        ("aws_instance.*", "aws_instance.web", True),
        ("aws_instance.web", "aws_instance.web2", False),
        ("aws_instance.web[0]", "aws_instance.web[0]", True),
        ("aws_instance.web[0]", "aws_instance.web0", False),
        ("aws_instance.web[*]", 'aws_instance.web["a"]', True),
        ("module.a.*", "module.a.aws_instance.web", True),
        ("AWS_INSTANCE.web", "aws_instance.web", False),
        ("a.b?", "a.b1", True),
    ],
)
def test_only_stars_and_question_marks_are_special(glob, address, covered):
    assert Rule(glob).covers(address) is covered


@pytest.mark.parametrize(
    ("glob", "path", "covered"),
    [
        ("tags", "tags", True),
        ("tags", "tags.Team", True),
        ("tags", "tags_all.Team", False),
        ("ingress", "ingress[0].cidr_blocks", True),
        ("ingress[*].description", "ingress[3].description", True),
        ("ingress[0]", "ingress[01]", False),
    ],
)
def test_a_rule_for_an_attribute_covers_what_is_below_it(glob, path, covered):
    assert Rule("*", glob).covers_attribute(path) is covered


def test_a_resource_stays_with_the_attributes_that_no_rule_covers():
    found = sift([changed("a.b", "tags.Team", "size")], [TAGS])
    assert [one.path for one in found.alarming[0].drift] == ["size"]
    assert found.ignored == ()


def test_a_resource_of_which_every_attribute_is_covered_is_ignored_as_it_was():
    change = changed("a.b", "tags.Team", "size")
    assert sift([change], [TAGS, Rule("a.*", "size")]).ignored == (change,)


@pytest.mark.parametrize("change", [deleted("a.b"), changed("a.b")], ids=["deleted", "without values"])
def test_a_rule_for_attributes_never_hides_what_has_none_to_show(change):
    assert sift([change], [TAGS]).alarming == (change,)


def test_a_rule_for_the_whole_resource_hides_that_it_was_deleted():
    assert sift([deleted("a.b")], [Rule("a.*")]).alarming == ()


def test_what_does_not_alarm_is_neither_alarming_nor_ignored():
    found = sift([changed("a.b", "size", role=Role.OBSERVED), changed("a.c", role=Role.PENDING)], [Rule("*")])
    assert (found.alarming, found.ignored) == ((), ())


@pytest.mark.parametrize(
    ("rule", "everything"),
    [(Rule("*"), True), (Rule("**", "*"), True), (Rule("*", "tags"), False), (Rule("a.*"), False)],
)
def test_a_rule_that_covers_everything_is_known(rule, everything):
    assert rule.covers_everything is everything


def test_a_pattern_of_many_stars_takes_no_time():
    assert not Rule("*a" * 200).covers("a" * 199 + "b" * 500)


def test_drift_and_pending_changes_are_two_facts():
    assert [finding_of(drift, pending) for drift in (0, 2) for pending in (0, 3)] == [
        Finding.IN_SYNC, Finding.PENDING, Finding.DRIFTED, Finding.DRIFTED_AND_PENDING,
    ]  # fmt: skip
