"""Receiving a plan: any size up to the cap, packed or not, and nothing of it left behind."""

from __future__ import annotations

import gzip
import random
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from maturity.api import body
from maturity.api.problems import Problem

PLAN = b'{"format_version":"1.2","resource_changes":[' + b'{"address":"a"},' * 40_000 + b"{}]}"


def request(content: bytes, **meta: Any) -> WSGIRequest:
    made: WSGIRequest = RequestFactory().post("/", content, "application/json", **meta)
    return made


def arrived(content: bytes, **meta: Any) -> bytes:
    with body.received(request(content, **meta)) as view:
        return bytes(view)


def refused(content: bytes, **meta: Any) -> tuple[int, str]:
    with pytest.raises(Problem) as problem, body.received(request(content, **meta)):
        pytest.fail("it was taken")
    return problem.value.status, problem.value.sentence


pytestmark = pytest.mark.usefixtures("data")


def test_a_plan_arrives_as_it_was_sent():
    assert arrived(PLAN) == PLAN
    assert arrived(b"") == b""


def test_a_packed_plan_is_unpacked_whether_its_header_says_so_or_not():
    packed = gzip.compress(PLAN)
    assert arrived(packed, HTTP_CONTENT_ENCODING="gzip") == PLAN
    assert arrived(packed) == PLAN


def test_several_packed_parts_are_one_plan():
    assert arrived(gzip.compress(PLAN) + gzip.compress(b"\n{}")) == PLAN + b"\n{}"


def test_an_empty_file_may_say_that_it_is_packed():
    assert arrived(b"", HTTP_CONTENT_ENCODING="gzip") == b""


@given(st.binary(max_size=5000), st.integers(1, 9), st.integers(1, 700))
def test_pieces_of_any_size_give_the_same(content: bytes, level: int, size: int):
    packed = zlib.compress(content, level, wbits=31)
    unpacker = body._Gunzip()
    found = [
        out for start in range(0, len(packed), size) for out in unpacker.feed(packed[start : start + size])
    ]
    unpacker.end()
    assert b"".join(found) == content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(PLAN, mtime=0)[:-9], "the gzip stream ends too early"),
        (gzip.compress(PLAN, mtime=0)[:40] + b"\0" * 60, "the gzip stream is broken"),
        (gzip.compress(b"{}", mtime=0) + b"more", "the gzip stream is broken"),
        (b"\x1f\x8b", "the gzip stream ends too early"),
        (gzip.compress(b"", mtime=0) * 1001, "the gzip stream has more than 1000 parts"),
    ],
)
def test_a_broken_stream_is_said_to_be_one(content: bytes, said: str):
    assert refused(content, HTTP_CONTENT_ENCODING="gzip") == (400, said)


def test_plain_text_that_claims_to_be_packed_is_broken():
    assert refused(PLAN, HTTP_CONTENT_ENCODING="gzip") == (400, "the gzip stream is broken")


def test_a_bomb_is_stopped_at_the_cap_and_not_after(settings: Any, monkeypatch: pytest.MonkeyPatch):
    settings.RUNGS_PUSH_UNPACKED_MB = 2
    written = 0
    unpack = body._Gunzip._unpack

    def counted(self: body._Gunzip, data: bytes) -> bytes:
        nonlocal written
        out = unpack(self, data)
        written += len(out)
        assert len(out) <= body.PIECE
        return out

    monkeypatch.setattr(body._Gunzip, "_unpack", counted)
    bomb = gzip.compress(bytes(200 << 20))
    assert refused(bomb) == (413, "the plan has more than 2 MB unpacked")
    assert written <= (2 << 20) + body.PIECE


class Untouched(BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("it was read")


def test_a_gigabyte_is_refused_before_a_byte_of_it_is_read():
    huge = WSGIRequest({
        "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(1 << 30), "wsgi.input": Untouched(),
        "SERVER_NAME": "x", "SERVER_PORT": "80",
    })  # fmt: skip
    with pytest.raises(Problem) as problem, body.received(huge):
        pytest.fail("it was taken")
    assert problem.value.status == 413
    assert problem.value.sentence == "the body has more than 64 MB: send it with gzip"


def test_an_upload_that_breaks_off_is_not_half_a_plan():
    cut = WSGIRequest({
        "REQUEST_METHOD": "POST", "CONTENT_LENGTH": "1000", "wsgi.input": BytesIO(b"{}"),
        "SERVER_NAME": "x", "SERVER_PORT": "80",
    })  # fmt: skip
    with pytest.raises(Problem) as problem, body.received(cut):
        pytest.fail("it was taken")
    assert (problem.value.status, problem.value.sentence) == (
        400, "the upload broke off after 2 of 1000 bytes",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ({"HTTP_CONTENT_ENCODING": "br"}, 415),
        ({"CONTENT_TYPE": "multipart/form-data; boundary=x"}, 415),
        ({"CONTENT_LENGTH": "many"}, 400),
        ({"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, 411),
    ],
)
def test_what_is_sent_in_another_way_is_refused(meta: dict[str, str], status: int):
    assert refused(b"{}", **meta)[0] == status


def test_a_full_disk_is_said_and_not_thrown(monkeypatch: pytest.MonkeyPatch):
    def full(self: body._Gunzip, data: bytes) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(body._Gunzip, "_unpack", full)
    status, sentence = refused(gzip.compress(b"{}"))
    assert (status, sentence) == (503, "the plan could not be kept while it is read: No space left on device")


def test_no_file_is_left_behind(data: Path):
    arrived(PLAN)
    refused(gzip.compress(PLAN)[:-9])
    assert list(data.iterdir()) == []


def test_what_is_open_while_it_is_read_has_no_name(data: Path):
    with body.received(request(PLAN)) as view:
        assert list(data.iterdir()) == []
        assert view[:1] == b"{"


def test_a_reader_that_keeps_a_view_of_it_does_no_harm():
    with body.received(request(PLAN)) as view:
        kept = memoryview(view)
    assert kept[0] == ord("{")


def test_noise_never_gets_through_as_something_else():
    noise = random.Random(7).randbytes(3 << 20)
    assert arrived(noise) == noise


def test_when_many_plans_are_read_the_next_one_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(body, "PATIENCE", 0.01)
    with body.turn(), body.turn(), pytest.raises(Problem) as problem, body.turn():
        pytest.fail("it was read")
    assert (problem.value.status, problem.value.sentence[:27]) == (503, "other plans are being read:")
    with body.turn(), body.turn():
        assert body.READERS.acquire(blocking=False) is False
