"""Times and numbers are written one way on every page: by our own tags, in the person's zone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from maturity import words

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))


def found(pattern: str) -> dict[str, list[str]]:
    hits = {path.name: re.findall(pattern, path.read_text()) for path in TEMPLATES}
    return {name: said for name, said in hits.items() if said}


def test_no_template_writes_a_time_by_itself():
    assert len(TEMPLATES) > 50
    assert found(r"\|(?:date|time|timesince|timeuntil|naturaltime|naturalday)\b") == {}


def test_no_template_writes_the_length_of_a_list_without_our_number():
    assert found(r"\{\{ [\w.]+\|length \}\}") == {}


@pytest.mark.parametrize(("share", "said"), [(0, "0 %"), (49.6, "50 %"), (100, "100 %"), (1234, "1,234 %")])
def test_a_share_is_a_number_a_blank_and_the_sign(share: float, said: str):
    assert words.percent(share) == said
