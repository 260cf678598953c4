from __future__ import annotations

import json

import pytest

from maturity.core.permissions import github

URL, HOOK = "https://rungs.example", "https://rungs.example/hooks/all/github/"


def test_the_manifest_asks_to_read_and_to_answer_deployments():
    made = json.loads(github.manifest(URL, HOOK))
    rights = made["default_permissions"]
    assert [key for key, access in rights.items() if access != "read"] == ["deployments"]
    assert (made["url"], made["hook_attributes"]) == (URL, {"url": HOOK, "active": True})
    assert made["public"] is False


def test_only_the_summary_needs_another_right_to_write():
    made = json.loads(github.manifest(URL, HOOK, comments=True))
    writes = {key for key, access in made["default_permissions"].items() if access == "write"}
    assert writes == {"deployments", "pull_requests"}


@pytest.mark.parametrize("comments", [False, True])
def test_every_event_has_the_right_it_needs(comments: bool):
    made = json.loads(github.manifest(URL, HOOK, comments=comments))
    assert {right for _, right in github.EVENTS.values()} <= set(made["default_permissions"])
    assert made["default_events"] == list(github.EVENTS)


def test_a_token_needs_no_right_that_only_events_need():
    assert [one.key for one in github.token_permissions()] == [
        "metadata", "contents", "pull_requests", "checks", "statuses",
    ]  # fmt: skip


def test_the_form_on_github_opens_with_what_the_manifest_says():
    fields = github.form_fields(URL, HOOK, comments=True)
    made = json.loads(github.manifest(URL, HOOK, comments=True))
    assert {*made["default_permissions"].items()} <= set(fields)
    assert [value for name, value in fields if name == "events[]"] == made["default_events"]


def test_every_right_says_why_and_what_works_without():
    for one in github.PERMISSIONS:
        assert one.why.endswith(".")
        assert one.without.endswith(".")
