"""Cells that no spreadsheet runs."""

from __future__ import annotations

import pytest

from maturity.core.report.table import cell, line


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1"])
def test_a_text_that_begins_like_a_formula_is_kept_from_being_one(text: str):
    assert cell(text) == f"'{text}"


def test_other_texts_and_numbers_stay_as_they_are():
    assert [cell(one) for one in ("a=b", -5, 1.5, True, None, "a\0b")] == [
        "a=b",
        "-5",
        "1.5",
        "True",
        "",
        "ab",
    ]


def test_a_line_is_quoted_where_it_has_to_be():
    assert line(["a,b", 'say "x"', "1\n2"]) == '"a,b","say ""x""","1\n2"\r\n'
