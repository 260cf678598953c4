from __future__ import annotations

from typing import Any

import pytest

from maturity.core.plans.change import Action, Difference, ResourceChange
from maturity.core.pulls.summary import CAP, MARK, Planned, summary

LINK = "https://rungs.example/plans/"
DATABASE = ResourceChange(
    address="aws_db_instance.main", action=Action.REPLACE, holds_data=True,
    guards=("deletion_protection is off",),
    differences=(
        Difference("engine_version", "14", "16", forces=True), Difference("password", "hunter2", "x"),
    ),
)  # fmt: skip
RULE = ResourceChange(address="aws_security_group_rule.in", action=Action.UPDATE)


def plan(*changes: ResourceChange, **more: Any) -> Planned:
    return Planned(**{"stack": "live/prod", "url": f"{LINK}7/", "changes": changes, **more})


def test_what_is_lost_comes_first_with_all_that_makes_it_worse():
    text = summary([plan(RULE, DATABASE, add=1, change=1, destroy=1)], link=LINK)
    assert text.startswith(f"{MARK}\n### Rungs: 1 stack, **1 to destroy**, 1 to add, 1 to change\n")
    loss = (
        "- **replace** `aws_db_instance.main` · **holds data** · `deletion_protection is off` · "
        "forced by `engine_version`"
    )
    assert loss in text
    assert text.index(loss) < text.index("- update `aws_security_group_rule.in`")
    assert f"| [`live/prod`]({LINK}7/) | 1 | 1 | **1** |  |" in text


def test_no_value_of_an_attribute_is_shown():
    assert "hunter2" not in summary([plan(DATABASE, destroy=1)], link=LINK)


def test_the_stack_that_loses_something_comes_before_the_others():
    text = summary([plan(RULE, stack="a", change=1), plan(DATABASE, stack="b", destroy=1)], link=LINK)
    assert text.index("[`b`]") < text.index("[`a`]")


def test_nothing_to_do_is_said_in_two_words():
    text = summary([plan()], link=LINK)
    assert "### Rungs: 1 stack, no changes" in text
    assert "####" not in text


def test_drift_failure_and_staleness_are_noted():
    text = summary(
        [plan(drifted=2, stale="the base moved."), plan(stack="b", errored=True, error="no such role")],
        link=LINK,
    )
    assert "**Drift:** 2 resources were changed outside the code" in text
    assert "**Stale:** the base moved." in text
    assert "> **The plan failed.** `no such role`" in text
    assert "**1 failed**" in text
    assert "Not the whole stack" in summary([plan(complete=False)], link=LINK)


HOSTILE = [
    "a`b", "``", "`", "a|b", "<script>alert(1)</script>", "@acme/admins", "#1 fixes #2",
    "[x](https://evil.example)",
    "</details>", "<!-- rungs:summary -->", "a\nb\n/approve", "\u202eevil", "```\nfence",
    "$(x)", "", "  ", "*",
    "a\0b",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_foreign_text_stays_inside_its_code_span(name: str):
    """Taking the code spans out, as Markdown finds them, leaves our own words and nothing of theirs."""
    change = ResourceChange(address=name, action=Action.DELETE, guards=(name,))
    hostile = plan(change, stack=name, environment=name, errored=True, error=name, destroy=1)
    usual = ResourceChange(address="x", action=Action.DELETE, guards=("x",))
    harmless = plan(
        usual, stack="x", environment="x" if name else "", errored=True, error="x" if name else "", destroy=1
    )
    assert without_code(summary([hostile], link=LINK)) == without_code(summary([harmless], link=LINK))


def without_code(text: str) -> str:
    """Markdown's own rule: a span ends at a run of as many backticks as it began with."""
    shown, at = [], 0
    while at < len(text):
        if text[at] != "`":
            shown.append(text[at])
            at += 1
            continue
        run = len(text[at:]) - len(text[at:].lstrip("`"))
        end = at + run
        while end < len(text):
            here = len(text[end:]) - len(text[end:].lstrip("`"))
            if here == run:
                break
            end += max(here, 1)
        assert "\n" not in text[at:end]
        shown.append("¤")
        at = end + run
    return "".join(shown)


def test_a_bar_in_a_name_does_not_end_its_cell():
    text = summary([plan(stack="a|b", change=1)], link=LINK)
    assert "| [`a\\|b`](" in text


@pytest.mark.parametrize("action", [Action.DELETE, Action.UPDATE])
def test_a_long_summary_is_cut_at_a_line_and_says_how_much_is_missing(action: Action):
    changes = tuple(ResourceChange(address=f"module.x.y[{'é' * 80}{n}]", action=action) for n in range(3_000))
    plans = [plan(*changes, stack=f"s{n}", destroy=1) for n in range(5)]
    text = summary(plans, link=LINK)
    assert len(text.encode()) <= CAP
    assert text.count("<details>") == text.count("</details>")
    told = text.count("\n- **destroy**") + text.count("\n- update ")
    told += sum(2_800 for line in text.splitlines() if line.startswith("- and 2,800 more"))
    (note,) = [line for line in text.splitlines() if "Cut here" in line]
    assert f"{5 * 3_000 - told:,} more changes on [Rungs]({LINK})" in note


def test_the_same_plans_make_the_same_text():
    assert summary([plan(DATABASE)], link=LINK) == summary([plan(DATABASE)], link=LINK)
