"""Files as people write them, cut off, garbled and mixed: a reader reads or refuses them in a sentence."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.core.assess import assess
from maturity.core.reader import Reader, all_readers
from maturity.core.tree import MemoryTree

EXAMPLES = int(os.environ.get("RUNGS_TEST_EXAMPLES", "60"))
ROOT = Path(__file__).resolve().parents[4]
KINDS = Path(__file__).with_name("kinds")
TREES = [KINDS, *(ROOT / "tests" / "golden").glob("*/tree"), *(ROOT / "maturity" / "samples").glob("*/*-*")]
Files = dict[str, bytes]
FILES: list[Files] = [
    {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in sorted(tree.rglob("*"))
        if path.is_file()
    }
    for tree in sorted(TREES)
]
SEEDS = [(path, content) for files in FILES for path, content in files.items()]
# For a reader that wants none of them.
SCRAPS = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"- a\n- b: c\n",
    b"a:\n  b: [c, {d: e}]\n",
    b'{"a": [1, {"b": null}]}',
    b"x = 1\n",
]
JUNK = [
    b"{", b"}", b"[", b"]", b'"', b"'", b"`", b"(", b")", b"\\", b"\n", b"\r\n", b"\t", b" ", b"\0", b"\xff",
    b"\xef\xbb\xbf", b"${{ ", b" }}", b"$(", b"${", b"<<EOF\n", b"EOF\n", b"- ", b": ", b"? ", b"&a ", b"*a ",
    b"<<: *a\n", b"!!x ", b"|\n", b">-\n", b"---\n", b"#", b"/*", b"*/", b"%{ if ", b"null", b"[]", b"{}",
    b"~", b"-1", b"9" * 400, b"1e999", b"=", b"&&", b"||",
]  # fmt: skip

# A number from which the damage follows: hypothesis' own texts would seldom leave a file half whole.
DAMAGE = st.integers(0, 2**32)


def garbled(content: bytes, damage: int) -> bytes:
    chance = random.Random(damage)
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        start = chance.randint(0, len(content))
        span = content[start : start + chance.randint(0, 60)]
        junk = chance.choice(JUNK) * chance.choice([1, 1, 1, 50])
        middle = chance.choice([b"", span * 3, junk, junk + span, span[:1] + junk])
        content = content[:start] + middle + content[start + len(span) :]
    return content[: chance.randint(0, len(content))] if chance.random() < 0.2 else content


def refusal(reader: Reader[Any], path: str, content: bytes) -> ValueError | None:
    try:
        fact = reader.read(path, content)
    except ValueError as error:
        return error
    assert len(msgspec.msgpack.encode(fact, enc_hook=str)) < 100 * len(content) + 10_000
    return None


@pytest.mark.parametrize("reader", all_readers(), ids=lambda reader: reader.name)
def test_every_reader_reads_or_refuses_what_is_garbled(reader: Reader[Any]) -> None:
    wanted = [(path, content) for path, content in SEEDS if reader.wants(path)]
    path = wanted[0][0] if wanted else "x"
    others = [(path, content) for content in [*SCRAPS, *(content for _, content in SEEDS[::5])]]
    seeds = st.sampled_from(wanted or others)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(seeds | seeds | seeds | st.sampled_from(others), DAMAGE)
    def garble(seed: tuple[str, bytes], damage: int) -> None:
        error = refusal(reader, seed[0], garbled(seed[1], damage))
        assert error is None or type(error) is ValueError
        assert error is None or re.fullmatch(r".{1,300}", str(error))

    garble()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([files for files in FILES if files]), DAMAGE)
def test_one_garbled_file_never_costs_the_assessment(files: Files, damage: int) -> None:
    path = sorted(files)[damage % len(files)]
    found = assess(MemoryTree({**files, path: garbled(files[path], damage)}))
    assert found.judged
    told = [*(one.finding.message for one in found.judged), *(one.reason for one in found.unreadable)]
    assert [text for text in told if "Rungs failed" in text] == []
