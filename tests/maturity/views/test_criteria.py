"""The catalogue shows every criterion there is."""

from __future__ import annotations

from django.test import Client

from maturity.core.criterion import all_criteria, criteria_set
from tests.pages import get


def test_it_lists_every_criterion_with_question_and_reason(client: Client) -> None:
    text = get(client, "/criteria/").text
    missing = [one.id for one in all_criteria() if one.question not in text or one.why not in text]
    assert missing == []
    assert f"criteria set {criteria_set()[:7]}" in text


def test_each_criterion_can_be_linked_to(client: Client) -> None:
    assert {one.id for one in all_criteria()} <= get(client, "/criteria/").ids


def test_it_says_how_a_level_is_decided(client: Client) -> None:
    assert "It is never an average." in get(client, "/criteria/").text
