"""The page of criteria, made from the criteria."""

from __future__ import annotations

from pathlib import Path

from maturity.core.criterion import all_criteria
from maturity.core.report import catalogue

PAGE = Path(__file__).resolve().parents[4] / "docs" / "criteria.md"


def test_the_page_in_the_repository_is_current():
    assert PAGE.read_text() == catalogue.page(), "run `manage.py criteria_docs`"


def test_every_criterion_has_its_question_its_reason_and_its_fix():
    page = catalogue.page()
    for criterion in all_criteria():
        assert f"### {criterion.id}\n" in page
        assert criterion.question in page
        assert criterion.why in page
