from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from maturity.adapters import hosting
from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.hosting import Forge, RateLimited, api_of, connect
from tests.maturity.adapters.hosting.conftest import OPEN
from tests.servers_hosts import TOKEN, FakeHost, github_pull

PUBLIC = Policy()
SHA = "a" * 40


def refusal(forge: Forge) -> AdapterError:
    with pytest.raises(AdapterError) as caught:
        forge.open_pulls()
    assert TOKEN not in caught.value.message
    return caught.value


@pytest.mark.parametrize(
    ("status", "words", "permanent"),
    [
        (401, "127.0.0.1 refused the login an administrator set for it.", True),
        (403, "127.0.0.1 does not let its login read the pull requests of acme/network", True),
        (404, "127.0.0.1 shows no acme/network to its login", True),
        (500, "The API of 127.0.0.1 fails at the moment (HTTP 500).", False),
        (502, "The API of 127.0.0.1 fails at the moment (HTTP 502).", False),
        (422, "The API of 127.0.0.1 fails at the moment (HTTP 422).", True),
    ],
)
def test_what_goes_wrong_is_said_in_words(
    forge: Forge, host: FakeHost, status: int, words: str, permanent: bool
):
    host.fail(status)
    found = refusal(forge)
    assert found.message.startswith(words)
    assert found.permanent is permanent
    assert len(host.asked) == 1


@pytest.mark.parametrize("kind", ["github"], indirect=True)
@pytest.mark.parametrize(
    ("ask", "lacking"),
    [
        (lambda forge: forge.answer_gate(7, "prod", "approved", "ok"), "write to the deployments"),
        (lambda forge: forge.checks_of(SHA), "read the checks"),
        (lambda forge: forge.pulls_of(SHA), "read the pull requests"),
        (lambda forge: forge.committed_at(SHA), "read the commits"),
        (lambda forge: forge.branch("feature/pulls"), "read the branches"),
        (lambda forge: forge.about(), "read the repositories"),
        (lambda forge: forge.write_comment(7, "plan"), "write to the pull requests"),
    ],
)
def test_the_right_that_is_missing_is_named(forge: Forge, host: FakeHost, ask: Any, lacking: str):
    host.fail(403)
    with pytest.raises(AdapterError) as caught:
        ask(forge)
    assert f"does not let its login {lacking} of acme/network." in caught.value.message


@pytest.mark.parametrize("kind", ["github"], indirect=True)
@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (403, {"x-ratelimit-remaining": "0"}),
        (429, {"retry-after": "1800"}),
    ],
)
def test_githubs_limit_tells_when_it_ends(forge: Forge, host: FakeHost, status: int, headers: dict[str, str]):
    reset = {"x-ratelimit-reset": f"{time.time() + 1800:.0f}"}
    host.fail(status, {**headers, **reset})
    found = refusal(forge)
    assert isinstance(found, RateLimited)
    assert 1700 < found.until.timestamp() - time.time() < 1900
    assert f"until {found.until:%H:%M} UTC" in found.message


@pytest.mark.parametrize("kind", ["github"], indirect=True)
def test_a_limit_that_makes_no_sense_ends_soon_enough(forge: Forge, host: FakeHost):
    host.fail(429, {"retry-after": "99999999"})
    found = refusal(forge)
    assert isinstance(found, RateLimited)
    assert found.until.timestamp() - time.time() < 7300
    host.fail(429, {"retry-after": "soon"})
    assert "a form Rungs does not know" in refusal(forge).message


@pytest.mark.parametrize("kind", ["gitlab"], indirect=True)
def test_gitlabs_limit_is_waited_for_a_minute(forge: Forge, host: FakeHost):
    host.fail(429)
    assert isinstance(refusal(forge), RateLimited)


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html>", b"{}", b'[{"number": "x", "iid": "x"}]', b"[7]", b"[" * 100_000, b'{"a":1', b"[null]"],
)
def test_an_answer_of_another_form_is_refused(forge: Forge, host: FakeHost, raw: bytes):
    host.raw = raw
    assert "in a form Rungs does not know" in refusal(forge).message


def test_an_answer_that_is_too_large_is_not_read_to_its_end(
    forge: Forge, host: FakeHost, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(hosting, "MAX_ANSWER", 100_000)
    host.raw = b"[" + b" " * 200_000 + b"]"
    assert "larger than Rungs reads" in refusal(forge).message


def test_a_redirect_takes_the_token_nowhere(forge: Forge, host: FakeHost):
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.2)
        host.fail(302, {"location": f"http://127.0.0.1:{other.getsockname()[1]}/elsewhere"})
        assert "has another address now" in refusal(forge).message
        with pytest.raises(TimeoutError):
            other.accept()


def test_a_host_that_does_not_answer_is_not_waited_for(
    host: FakeHost, kind: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(hosting, "TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/acme/network"
        with connect(url, kind, OPEN) as forge:
            assert "did not answer within" in refusal(forge).message


def test_a_host_that_is_down_is_said_to_be(host: FakeHost, kind: str):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with connect(f"http://127.0.0.1:{port}/acme/network", kind, OPEN) as forge:
        assert refusal(forge).message == "The API of 127.0.0.1 cannot be reached."


def test_no_api_is_asked_without_a_login_for_that_very_host(settings: Any):
    settings.RUNGS_GIT_CREDENTIALS = f"other.example bot {TOKEN}"
    with pytest.raises(AdapterError, match=r"No login is set for 127\.0\.0\.1"):
        api_of("https://127.0.0.1/acme/network", "github", OPEN)


def test_a_token_is_never_sent_over_plain_http(settings: Any):
    settings.RUNGS_GIT_CREDENTIALS = f"127.0.0.1 bot {TOKEN}"
    with pytest.raises(AdapterError, match=r"No login is set for 127\.0\.0\.1"):
        api_of("http://127.0.0.1/acme/network", "github", OPEN)


def test_a_private_address_is_refused_before_anything_is_sent(settings: Any):
    settings.RUNGS_GIT_CREDENTIALS = f"127.0.0.1 bot {TOKEN}"
    with pytest.raises(AdapterError, match="private address"):
        api_of("https://127.0.0.1/acme/network", "github", PUBLIC)


def test_the_api_lies_where_each_kind_of_host_has_it(settings: Any):
    settings.RUNGS_GIT_CREDENTIALS = "github.com a x; github.acme.example a y; gitlab.com a z"

    def base(url: str, kind: str) -> tuple[str, str]:
        found = api_of(url, kind, OPEN)
        return found.base, found.path

    assert base("https://github.com/acme/network.git", "github") == ("https://api.github.com", "acme/network")
    assert base("https://github.acme.example/a/b", "github")[0] == "https://github.acme.example/api/v3"
    assert base("https://gitlab.com/a/b/c", "gitlab") == ("https://gitlab.com", "a/b/c")


@pytest.mark.parametrize("kind", ["github"], indirect=True)
def test_texts_are_cut_to_what_a_row_holds(forge: Forge, host: FakeHost):
    host.pulls = [github_pull(title="x" * 1000 + "\0", html_url="javascript:alert(1)")]
    found = forge.open_pulls()[0]
    assert (len(found.title), found.url) == (300, "")
