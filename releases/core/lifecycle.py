"""Until when ECR keeps an image, by the lifecycle policy of its repository.

The first rule, by priority, whose tags match decides alone: those after it cannot take the image. ECR acts
within 24 hours after a rule is met; here it counts from when it is met.
docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html, …/lifecycle_policy_parameters.html
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from releases.core.facts.service import Kept
from releases.core.telling import line

LONGEST = 50_000  # characters; AWS takes 30,720
STANDARD, ARCHIVE = "standard", "archive"
PUSHED, PULLED = "sinceImagePushed", "sinceImagePulled"
Count = Annotated[int, Meta(ge=1, le=100_000)]


class Stored(Struct, frozen=True, kw_only=True):
    """An image as its registry has it. repository: where.

    pulled     the last pull that ECR recorded, to the day; None when there was none
    activated  when it came back from the archive; archived: it is there now, and cannot be pulled
    """

    repository: str
    tags: tuple[str, ...] = ()
    pushed: datetime | None = None
    pulled: datetime | None = None
    activated: datetime | None = None
    archived: bool = False


class _Selection(Struct, frozen=True, kw_only=True, rename="camel"):
    tag_status: str
    count_type: str
    count_number: Count
    count_unit: str = "days"
    storage_class: str = STANDARD
    tag_pattern_list: tuple[str, ...] = ()
    tag_prefix_list: tuple[str, ...] = ()


class _Action(Struct, frozen=True):
    type: str


class _Rule(Struct, frozen=True, kw_only=True, rename="camel"):
    rule_priority: int
    selection: _Selection
    action: _Action


class _Policy(Struct, frozen=True):
    rules: tuple[_Rule, ...]


def kept(image: Stored, policy: str) -> Kept:
    """policy: its JSON; "" for none."""
    if image.archived:
        return Kept(unknown="it is in the archive of its registry, and has to be restored first")
    if not policy:
        return Kept()
    whose = f"the lifecycle policy of {line(image.repository)}"
    try:
        if len(policy) > LONGEST:
            raise ValueError
        rules = msgspec.json.decode(policy, type=_Policy).rules
    except (ValueError, RecursionError):
        return Kept(unknown=f"{whose} cannot be understood")
    for rule in sorted(rules, key=lambda one: one.rule_priority):
        if _takes(rule.selection, image.tags):
            return _by(rule, image, f"rule {rule.rule_priority} of {whose}")
    return Kept()


def _by(rule: _Rule, image: Stored, named: str) -> Kept:
    said, number = rule.selection, rule.selection.count_number
    if said.count_type == "imageCountMoreThan":
        return Kept(unknown=f"{named} keeps the newest {number:,} images, and a count has no date")
    why = _words(rule, named, f"{number:,}")
    if why is None:
        return Kept(unknown=f"{named} cannot be understood")
    begins = image.activated or image.pushed
    if said.count_type == PULLED and image.pulled is not None:
        begins = max(image.pulled, begins or image.pulled)
    if begins is None:
        return Kept(unknown=f"{named} goes by its age, which the registry does not tell")
    return Kept(until=begins + timedelta(days=number), by=why)


def _words(rule: _Rule, named: str, days: str) -> str | None:
    """None: a rule of a kind that is not known here."""
    said = rule.selection
    if said.count_unit != "days":
        return None
    return {
        ("expire", PUSHED): f"{named} deletes it {days} d after it was pushed",
        ("expire", PULLED): f"{named} deletes it {days} d after it was pulled last",
        ("transition", PUSHED): f"{named} archives it {days} d after it was pushed",
        ("transition", PULLED): f"{named} archives it {days} d after it was pulled last",
    }.get((rule.action.type, said.count_type))


def _takes(said: _Selection, tags: Sequence[str]) -> bool:
    """Of several patterns, as of several prefixes, each has to match one of the tags."""
    if said.storage_class != STANDARD:
        return False
    if said.tag_status == "any":
        return True
    if said.tag_status == "untagged":
        return not tags
    wanted = [*said.tag_pattern_list, *(f"{one}*" for one in said.tag_prefix_list)]
    return bool(wanted) and all(any(_matches(one, tag) for tag in tags) for one in wanted)


def _matches(pattern: str, tag: str) -> bool:
    """`*` stands for any characters. Each part is looked for once, from where the last one ended."""
    first, *rest = pattern.split("*")
    if not rest:
        return tag == pattern
    *inner, last = rest
    if not tag.startswith(first):
        return False
    at = len(first)
    for part in inner:
        found = tag.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(tag) - len(last) >= at and tag.endswith(last)
