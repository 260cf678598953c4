"""The page about checklists shows the list that holds, and the one beside it can be imported."""

from __future__ import annotations

from releases.core.checklist import Checklist, Item, Kind, merged
from releases.core.checklist_rules import problem
from releases.core.checklist_yaml import read
from releases.core.default_checklist import DEFAULT
from releases.core.gate import all_gates
from tests.docs.pages import ROOT, blocks

LAUNCH = ROOT / "docs" / "checklists" / "new-service.yaml"


def row(item: Item) -> str:
    who = f"`{item.gate}`" if item.gate else "CI" if item.kind is Kind.ATTESTED else item.role
    blocking = "blocks" if item.blocking else "advises"
    age = f"{item.max_age} h" if item.max_age else ""
    return f"| `{item.key}` | {item.title} | {who} | {blocking} | {age} |"


def test_the_page_lists_every_item_of_the_default_list():
    page = (ROOT / "docs" / "checklists.md").read_text()
    assert [item.key for item in DEFAULT.items if row(item) not in page] == []


def test_every_example_on_the_page_is_a_checklist():
    shown = [
        read(one.text.encode()) for one in blocks() if one.page == "checklists.md" and one.language == "yaml"
    ]
    assert shown
    assert [problem(one, all_gates()) for one in shown if problem(one, all_gates())] == []


def test_the_list_of_a_launch_is_one_people_answer_and_fits_upon_ours():
    launch: Checklist = read(LAUNCH.read_bytes())
    assert problem(launch, all_gates()) == ""
    assert {item.kind for item in launch.items} == {Kind.MANUAL}
    assert len(merged([DEFAULT, launch]).items) == len(DEFAULT.items) + len(launch.items)
