from __future__ import annotations

import pytest

from releases.core.verdict import Verdict, overall
from releases.core.verdict.overall import Item

LETTERS = {"P": Verdict.PASS, "M": Verdict.MARGINAL, "F": Verdict.FAIL, "I": Verdict.INCONCLUSIVE}


@pytest.mark.parametrize(
    ("critical", "others", "guard", "verdict"),
    [
        ("P", "", "P", "P"), ("PPF", "PPPP", "P", "F"), ("F", "", "I", "F"), ("P", "P", "F", "F"),
        ("", "", "F", "F"), ("", "", "P", "I"), ("PI", "P", "P", "I"), ("P", "", "I", "I"),
        ("IM", "P", "P", "I"),
        ("P", "F", "P", "M"), ("PM", "PPPP", "P", "M"), ("", "PPM", "P", "M"), ("P", "FI", "P", "M"),
        ("P", "PI", "P", "I"), ("P", "PPI", "P", "P"), ("", "I", "P", "I"),
    ],
)  # fmt: skip
def test_the_worst_critical_metric_decides(critical, others, guard, verdict):
    items = [Item(LETTERS[one], True) for one in critical] + [Item(LETTERS[one], False) for one in others]
    assert overall.of(items, LETTERS[guard]) == LETTERS[verdict]


def test_what_failed_once_stays_failed():
    assert overall.sticky(Verdict.FAIL, Verdict.PASS) == Verdict.FAIL
    assert overall.sticky(Verdict.INCONCLUSIVE, Verdict.PASS) == Verdict.PASS
    assert overall.sticky(None, Verdict.MARGINAL) == Verdict.MARGINAL


def test_critical_metrics_share_what_may_go_wrong():
    assert [overall.alpha(number) for number in (0, 1, 5)] == [0.05, 0.05, 0.01]
    assert overall.confidence(5) == 0.99
