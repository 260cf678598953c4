from __future__ import annotations

import json
import logging
import sys

import pytest

from config.logs import Context, JsonLines, logging_for, request_id, run_id, without_secrets
from maturity.models import ApiToken


def line(message: str, **more: object) -> dict[str, str]:
    record = logging.LogRecord("rungs", logging.INFO, "x.py", 1, message, None, None)
    record.__dict__.update(more)
    Context().filter(record)
    found: dict[str, str] = json.loads(JsonLines().format(record))
    return found


def test_a_line_is_one_json_object():
    assert line("two\nlines")["message"] == "two\nlines"
    assert line("x")["level"] == "info"


def test_a_line_carries_the_ids_of_the_request_and_the_run():
    tokens = request_id.set("r-1"), run_id.set("17")
    found = line("x")
    request_id.reset(tokens[0])
    run_id.reset(tokens[1])
    assert (found["request"], found["run"]) == ("r-1", "17")


def test_a_trace_goes_into_the_same_line():
    try:
        raise ValueError("password=hunter2")
    except ValueError:
        found = line("x", exc_info=sys.exc_info())
    assert "ValueError" in found["trace"]
    assert "hunter2" not in found["trace"]


@pytest.mark.parametrize(("level", "traced"), [(logging.WARNING, False), (logging.ERROR, True)])
def test_what_a_person_may_not_do_is_one_line_and_what_broke_has_its_trace(level: int, traced: bool):
    try:
        raise PermissionError
    except PermissionError:
        found = line("Forbidden: /x/", name="django.request", levelno=level, exc_info=sys.exc_info())
    assert ("trace" in found) is traced


@pytest.mark.parametrize(
    "text",
    [
        "cloning https://user:hunter2@host.example/x",
        "postgres://rungs:hunter2@db/rungs",
        "Authorization: Bearer hunter2",
        "token=hunter2",
        '{"password": "hunter2"}',
        "api_key: hunter2",
        "X-Gitlab-Token: whsec_hunter2hunter2+/hunter2=",
        "sent eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodW50ZXIyIn0.hunter2-hunter2 to GitHub",
        "-----BEGIN RSA PRIVATE KEY-----\nhunter2\nMIIE+/=\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_secrets_are_taken_out(text):
    assert "hunter2" not in without_secrets(text)
    assert "***" in without_secrets(text)


def test_a_token_of_ours_is_taken_out_wherever_it_stands():
    token = ApiToken.make()
    assert without_secrets(f"POST /api/v1/runs?x={token} 401") == "POST /api/v1/runs?x=*** 401"


def test_what_only_looks_like_a_secret_stays():
    text = "reading https://host.example/a/b at 10:42, no token seen"
    assert without_secrets(text) == text


@pytest.mark.parametrize("name", ["botocore.parsers", "botocore.auth", "urllib3.connectionpool"])
def test_no_level_makes_the_clients_of_aws_write_down_keys(name):
    loggers = logging_for("json", "DEBUG")["loggers"]
    assert loggers[name.split(".")[0]] == {"level": "WARNING"}
