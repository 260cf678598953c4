"""docs/gates.md says of each gate on it what can be set."""

from __future__ import annotations

import re

import msgspec
import pytest

from releases.core.gate import all_gates
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "gates.md").read_text()
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.+)$", PAGE, re.M))


@pytest.mark.parametrize("key", ROWS)
def test_the_settings_of_a_gate_are_those_it_has(key: str):
    settings = ROWS[key].split(" | ")[1]
    named = re.findall(r"`(\w+)(?:: [^`]+)?`", settings)
    assert named == [one.name for one in msgspec.structs.fields(all_gates()[key].params)]


def test_what_is_left_out_is_as_the_page_says():
    for key, row in ROWS.items():
        for name, told in re.findall(r"`(\w+): ([^`]+)`", row.split(" | ")[1]):
            given = {one.name: one.default for one in msgspec.structs.fields(all_gates()[key].params)}[name]
            said = {
                "null": None,
                "true": True,
                "false": False,
                "[]": (),
                "[format, validate]": ("format", "validate"),
            }
            assert given == (said[told] if told in said else int(told)), f"{key}: {name}"
