"""`manage.py verdict`: scripts read its JSON, and bad input costs one line."""

from __future__ import annotations

import io
import json
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from releases.core.verdict import stored
from releases.core.verdict.counts import Counts
from tests.releases.core.verdict.vectors import BASE, CALM, times

VECTOR = json.dumps({"pre": BASE, "post": times(1.25), "seasonal": CALM}).encode()
SHARES = stored.pack(stored.Shares(before=Counts(10, 10_000), after=Counts(30, 10_000)))


@pytest.fixture
def printed(monkeypatch):
    def run(given: bytes, *words: str) -> str:
        out = StringIO()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        call_command("verdict", *words, stdout=out)
        return out.getvalue()

    return run


def test_the_json_has_the_verdict_and_every_figure(printed):
    found = json.loads(printed(VECTOR))
    assert (found["verdict"], found["why"], found["weeks"]) == ("fail", "interval", 4)
    assert [round(found[name], 4) for name in ("ratio", "low", "high", "inflation")] == [
        1.25,
        1.201,
        1.301,
        1.25,
    ]
    assert {"method", "alpha", "n", "shift", "between", "autocorrelation", "sentence"} <= found.keys()


def test_the_text_has_a_line_for_each_figure(printed):
    lines = dict(line.split(maxsplit=1) for line in printed(VECTOR, "--format", "text").splitlines())
    assert (lines["verdict"], lines["ratio"]) == ("fail", "1.25")


def test_a_stored_judgement_comes_out_the_same(printed):
    assert json.loads(printed(SHARES))["stored"] == {"verdict": "fail", "method": "1", "same": True}


def test_a_stored_judgement_that_was_altered_is_found(printed):
    altered = SHARES.replace(b'"verdict":"fail"', b'"verdict":"pass"')
    found = json.loads(printed(altered))
    assert (found["verdict"], found["stored"]["same"]) == ("fail", False)


@pytest.mark.parametrize(
    "given", [b"", b"{}", b"[1]", b"\xff", b" " * (9 << 20), b'{"pre": [1], "post": "x"}']
)
def test_bad_input_costs_one_line_and_exit_code_two(printed, given):
    with pytest.raises(CommandError, match=r"^standard input: [^\n]+$") as refused:
        printed(given)
    assert refused.value.returncode == 2
