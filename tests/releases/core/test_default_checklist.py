"""The default list is whole, and says of every item what can be done with it."""

from __future__ import annotations

import pytest

from releases.core.checklist import Item, Kind, Proof, digest_of, merged, packed, unpacked
from releases.core.default_checklist import DEFAULT

# Every item of the Stage→Prod list that research asked for; "*" blocks.
ASKED = [
    "src.merged*", "src.single_purpose", "ci.green*", "iac.fmt*", "iac.validate*", "iac.lint", "iac.sec",
    "iac.plan_fresh*", "iac.no_destroy*", "iac.drift*", "iac.lock*", "stage.same_digest*", "stage.verdict*",
    "rb.plan*", "rb.flag", "rb.prev*", "rb.drill", "db.reversible*", "db.compatible*", "db.backup*",
    "api.compat*", "slo.bound*", "slo.budget*", "slo.baseline*", "alarm.wired", "ecs.health*", "ecs.drain*",
    "ecs.ws_reconnect", "roll.steps*", "win.freeze*", "ops.owner*", "ops.runbook", "cap.headroom",
    "sec.secrets", "comms.notice", "post.5min", "post.60min", "post.24h", "post.cleanup",
]  # fmt: skip
ITEMS = {item.key: item for item in DEFAULT.items}


@pytest.mark.parametrize("asked", ASKED)
def test_every_item_that_was_asked_for_is_there_and_blocks_when_it_should(asked: str):
    assert ITEMS[asked.rstrip("*")].blocking is asked.endswith("*")


def test_no_key_of_the_default_list_is_there_twice():
    assert len(ITEMS) == len(DEFAULT.items)


@pytest.mark.parametrize("item", DEFAULT.items, ids=lambda item: item.key)
def test_an_automatic_item_names_a_gate_and_no_other_does(item: Item):
    assert bool(item.gate) is (item.kind is Kind.AUTOMATIC)
    assert item.kind is not Kind.ATTESTED or item.proof is Proof.LINK


def test_the_default_list_merged_with_nothing_is_itself():
    assert merged([DEFAULT]) == DEFAULT
    assert digest_of(unpacked(packed(DEFAULT))) == digest_of(DEFAULT)
