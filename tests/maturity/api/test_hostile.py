"""What is sent to break something: one clear sentence comes back, and nothing is kept."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from maturity.api import body
from maturity.models import ApiToken, Plan, Repository, Stack
from tests.maturity.api.conftest import SECRET, Send
from tests.maturity.api.plans import DRIFTED, shown
from tests.maturity.api.test_bad_input import refused

MIB = 1 << 20
Ask = Callable[[str], Any]


def zipped(content: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("plan.json", content)
    return packed.getvalue()


def bomb(mebibytes: int) -> bytes:
    """Zeros, a thousand to one, made without having them."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(bytes(MIB)) for _ in range(mebibytes)), packer.flush()])


def test_a_bomb_goes_off_in_a_file_of_limited_size_and_not_in_memory(send: Send, prod: Stack, settings: Any):
    settings.RUNGS_PUSH_UNPACKED_MB = 32
    packed = bomb(256)
    assert len(packed) * 900 < 256 * MIB
    tracemalloc.start()
    response = send(packed, stack="live/prod", exit_code=0, headers={"Content-Encoding": "gzip"})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (response.status_code, refused(response)) == (413, "the plan has more than 32 MB unpacked")
    assert most < 4 * MIB


def test_a_bomb_in_a_thousand_parts_is_one_bomb(send: Send, prod: Stack, settings: Any):
    settings.RUNGS_PUSH_UNPACKED_MB = 8
    response = send(gzip.compress(bytes(MIB)) * 50, stack="live/prod", exit_code=0)
    assert (response.status_code, refused(response)) == (413, "the plan has more than 8 MB unpacked")


@pytest.mark.parametrize("layers", [2, 3, 9])
def test_what_is_packed_twice_is_unpacked_once(send: Send, prod: Stack, layers: int):
    packed = shown(DRIFTED)
    for _ in range(layers):
        packed = gzip.compress(packed)
    response = send(packed, stack="live/prod", exit_code=2)
    assert response.status_code == 422
    refused(response)


@pytest.mark.parametrize(("encoding", "status"), [("gzip", 400), ("", 422), ("identity", 422)])
def test_a_zip_is_not_opened(send: Send, prod: Stack, encoding: str, status: int):
    headers = {"Content-Encoding": encoding} if encoding else {}
    response = send(zipped(shown(DRIFTED)), stack="live/prod", exit_code=2, headers=headers)
    assert response.status_code == status
    refused(response)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "deflate", "gzip;q=1", "GZIP ,", "x" * 5_000])
def test_other_ways_to_pack_are_not_taken(send: Send, prod: Stack, encoding: str):
    response = send(b"{}", stack="live/prod", exit_code=0, headers={"Content-Encoding": encoding})
    assert response.status_code == 415
    refused(response)


def nested(depth: int, opening: str = '{"a":', inner: str = "1", closing: str = "}") -> bytes:
    change = f'{{"actions":["update"],"before":{opening * depth}{inner}{closing * depth},"after":{{}}}}'
    row = f'{{"address":"a.b","mode":"managed","type":"a","name":"b","provider_name":"p","change":{change}}}'
    return f'{{"format_version":"1.2","terraform_version":"1.9.0","resource_changes":[{row}]}}'.encode()


@pytest.mark.parametrize(
    "content",
    [
        nested(100_000), nested(100_000, "[", "1", "]"), nested(3_000), b"[" * MIB, b'{"a":' * 200_000,
        b'{"type":"planned_change","change":' + b"[" * 100_000 + b"\n" * 10,
        nested(1, inner="1e999999"), nested(1, inner="9" * 100_000), nested(1, inner="NaN"),
        b'{"format_version":"1.2","resource_changes":' + b"{" * 50 + b"}" * 50 + b"}",
        b'{"format_version":"1.2","format_version":"1.2","resource_changes":[],"resource_changes":7}',
        b'{"format_version":"1.2","resource_changes":[{"address":"\\u0000\\ud800"}]}',
        "\ufeff{}".encode(), "{}".encode("utf-16"), b"\x00" * MIB,
    ],
    ids=lambda one: repr(one[:30]),
)  # fmt: skip
def test_json_that_means_harm_is_refused_or_read_and_breaks_nothing(send: Send, prod: Stack, content: bytes):
    response = send(content, stack="live/prod", exit_code=2)
    assert response.status_code in (201, 422)
    if response.status_code == 422:
        refused(response)


@pytest.mark.parametrize("name", ["stack", "repository", "workspace", "environment", "name"])
@pytest.mark.parametrize("value", ["\0", "a\0b", "a\nb", "\x1b[2J", "x" * 5_000, "\ud800"])
def test_no_parameter_takes_what_no_name_has(send: Send, ask: Ask, prod: Stack, name: str, value: str):
    quoted = "".join(f"%{byte:02x}" for byte in value.encode("utf-8", "surrogatepass"))
    response = ask(f"/api/v1/stacks?{name}={quoted}")
    assert response.status_code in (200, 422)  # what is no UTF-8 was replaced, and names nothing
    if response.status_code == 200:
        assert response.json()["stacks"] == []


def test_a_parameter_that_is_given_twice_is_refused(send: Send, ask: Ask, prod: Stack):
    answer = ask("/api/v1/stacks?stack=live/prod&stack=live/stage")
    assert (answer.status_code, answer.json()) == (422, {"error": "stack: it is given 2 times"})
    address = "/api/v1/runs?stack=live/prod&exit_code=0&exit_code=2"
    answer = Client().post(address, b"{}", "application/json", headers={"Authorization": f"Bearer {SECRET}"})
    assert (answer.status_code, refused(answer)) == (422, "exit_code: it is given 2 times")


@pytest.mark.parametrize(
    "field",
    ["id", "pk", "team", "team_id", "repository_id", "verbs", "digest", "outcome", "finding", "drifted",
     "finished_at", "stack_id", "run", "superseded_at", "key", "__class__", "register_", "password"],
)  # fmt: skip
def test_no_field_of_a_row_can_be_set_from_outside(send: Send, prod: Stack, field: str):
    before = ApiToken.objects.values("verbs", "team", "repository", "digest").get()
    response = send(shown(DRIFTED), stack="live/prod", exit_code=2, **{field: "1"})
    assert response.status_code == 422
    assert refused(response).startswith("unknown parameter")
    assert ApiToken.objects.values("verbs", "team", "repository", "digest").get() == before


def test_fields_in_the_body_beside_the_plan_set_nothing(send: Send, prod: Stack):
    plan = json.loads(shown(DRIFTED))
    more = {
        "team": 1,
        "repository": "acme/other",
        "verbs": ["gate"],
        "finding": "in_sync",
        "purpose": "apply",
    }
    response = send(json.dumps({**plan, **more}).encode(), stack="live/prod", exit_code=2)
    assert (response.status_code, response.json()["finding"]) == (201, "drifted")
    assert Plan.objects.get().purpose == "check"
    assert Repository.objects.get().team is None


@pytest.mark.parametrize(
    "header", ["Bearer " + "x" * MIB, "Bearer \0", "Bearer " + "é" * 50, "Bearer a b c", "Bearer\t" + SECRET]
)
def test_no_authorization_is_too_strange_to_be_refused(network: Repository, header: str):
    response = Client().get("/api/v1/stacks", headers={"Authorization": header})
    assert response.status_code == 401


def test_the_pieces_a_bomb_is_unpacked_in_are_small():
    assert max(map(len, body._Gunzip().feed(bomb(8)))) <= body.PIECE
