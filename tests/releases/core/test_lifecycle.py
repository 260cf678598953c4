from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.core.facts.service import Kept
from releases.core.lifecycle import Stored, _matches, kept

PUSHED = datetime(2026, 11, 1, tzinfo=UTC)
PULLED = PUSHED + timedelta(days=9)
IMAGE = Stored(repository="ai-shell", tags=("2.13.4", "prod-7"), pushed=PUSHED, pulled=PULLED)
POLICY = "the lifecycle policy of ai-shell"


def rule(priority: int = 1, action: str = "expire", **selection: Any) -> dict[str, Any]:
    told = {"tagStatus": "any", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14}
    return {"rulePriority": priority, "selection": told | selection, "action": {"type": action}}


def policy(*rules: dict[str, Any]) -> str:
    return json.dumps({"rules": rules})


def days(image: Stored, *rules: dict[str, Any]) -> int | None:
    """After the push; None: nothing ends it."""
    found = kept(image, policy(*rules))
    assert found.unknown == ""
    return (found.until - PUSHED).days if found.until else None


def test_what_was_pushed_so_many_days_ago_is_deleted_and_the_rule_is_named():
    said = f"rule 3 of {POLICY} deletes it 14 d after it was pushed"
    assert kept(IMAGE, policy(rule(3))) == Kept(until=PUSHED + timedelta(days=14), by=said)


def test_without_a_policy_or_a_rule_that_takes_it_nothing_ends():
    untagged, other = rule(tagStatus="untagged"), rule(tagStatus="tagged", tagPrefixList=["dev"])
    assert kept(IMAGE, "") == kept(IMAGE, policy()) == kept(IMAGE, policy(untagged, other)) == Kept()


def test_the_first_rule_by_priority_whose_tags_match_decides_alone():
    prod = rule(1, tagStatus="tagged", tagPatternList=["prod-*"], countNumber=90)
    assert days(IMAGE, rule(2, countNumber=1), prod) == 90
    assert days(Stored(repository="a", pushed=PUSHED), rule(2, countNumber=1), prod) == 1


def test_every_pattern_has_to_match_one_of_the_tags():
    assert days(IMAGE, rule(tagStatus="tagged", tagPatternList=["prod-*", "2.13.*"])) == 14
    assert days(IMAGE, rule(tagStatus="tagged", tagPatternList=["prod-*", "3.*"])) is None
    assert days(IMAGE, rule(tagStatus="tagged")) is None


def test_an_image_that_was_never_pulled_is_as_old_as_its_push():
    unused = rule(countType="sinceImagePulled", countNumber=30)
    assert days(IMAGE, unused) == 39
    assert days(Stored(repository="a", pushed=PUSHED), unused) == 30


def test_what_came_back_from_the_archive_is_as_old_as_its_return():
    back = Stored(repository="a", pushed=PUSHED, pulled=PULLED, activated=PUSHED + timedelta(days=20))
    assert days(back, rule()) == 34
    assert days(back, rule(countType="sinceImagePulled")) == 34


def test_what_is_archived_cannot_be_pulled_either():
    found = kept(IMAGE, policy(rule(action="transition")))
    assert found.by == f"rule 1 of {POLICY} archives it 14 d after it was pushed"
    there = Stored(repository="a", pushed=PUSHED, archived=True)
    assert "has to be restored" in kept(there, "").unknown


def test_a_rule_for_the_archive_takes_nothing_that_can_be_pulled():
    of_archive = rule(1, countType="sinceImageTransitioned", storageClass="archive")
    assert days(IMAGE, of_archive, rule(2)) == 14


def test_a_rule_that_counts_images_has_no_date():
    found = kept(IMAGE, policy(rule(countType="imageCountMoreThan", countNumber=30)))
    assert found == Kept(unknown=f"rule 1 of {POLICY} keeps the newest 30 images, and a count has no date")


@pytest.mark.parametrize(
    "strange",
    [
        "[", "[]", "{}", "7" * 60_000, "[" * 40_000, policy({"rulePriority": 1}), policy(rule(countNumber=0)),
        policy(rule(countNumber=10**30)), policy(rule(countType="sinceMoon")), policy(rule(action="paint")),
        policy(rule(countUnit="hours")),
    ],
)  # fmt: skip
def test_a_policy_of_another_shape_is_not_known(strange: str):
    found = kept(IMAGE, strange)
    assert (found.until, found.unknown.endswith("cannot be understood")) == (None, True)


def test_without_the_day_of_its_push_nobody_knows_its_end():
    assert "does not tell" in kept(Stored(repository="a"), policy(rule())).unknown


@pytest.mark.parametrize(
    ("pattern", "tag", "fits"),
    [
        ("prod", "prod", True), ("prod", "prod-1", False), ("*", "", True), ("a*", "ba", False),
        ("*a", "ba", True), ("a*a", "a", False), ("*-rc*1*", "2-rc1", True), ("a*b*c", "a-c-b", False),
        ("[ab]", "a", False), ("a?", "ab", False),
    ],
)  # fmt: skip
def test_a_star_of_a_pattern_stands_for_any_characters(pattern: str, tag: str, fits: bool):
    assert _matches(pattern, tag) is fits


@given(st.lists(st.text("ab", max_size=4), min_size=1, max_size=5), st.data())
def test_a_tag_that_is_made_from_a_pattern_matches_it(parts: list[str], data: st.DataObject):
    tag = parts[0] + "".join(data.draw(st.text("ab", max_size=3)) + one for one in parts[1:])
    assert _matches("*".join(parts), tag)
