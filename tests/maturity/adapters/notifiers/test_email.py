"""E-mail: what is written, and what a real server that refuses, hangs up or is not there is taken for."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string, policy
from typing import Any

import pytest
from django.core import mail

from maturity.adapters.errors import AdapterError
from maturity.adapters.notifiers import Failed, email
from maturity.adapters.outgoing import Unsure
from maturity.core.notices.message import Link
from tests.maturity.adapters.notifiers.messages import HOSTILE, line, message, target

TO = "ops@example.com"


@dataclass
class Smtp:
    """answers: by the first word of a command, or "." for the end of a mail. "" hangs up."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)


class _Session(socketserver.StreamRequestHandler):
    smtp: Smtp

    def handle(self) -> None:
        self._say("220 here")
        while word := self.rfile.readline().decode().strip().upper()[:4]:
            usual = {"DATA": "354 go on", "QUIT": "221 bye"}.get(word, "250 ok")
            answer = self.smtp.answers.get(word, usual)
            if not answer:
                return
            self._say(answer)
            if answer.startswith("354") and not self._mail():
                return

    def _mail(self) -> bool:
        lines = list(iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), "."))
        self.smtp.mails.append("\n".join(lines))
        answer = self.smtp.answers.get(".", "250 taken")
        if answer:
            self._say(answer)
        return bool(answer)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def served() -> Iterator[Smtp]:
    made = Smtp()
    handler = type("Session", (_Session,), {"smtp": made})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        made.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield made
        server.shutdown()


@pytest.fixture
def smtp(settings) -> Iterator[Smtp]:
    with served() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        yield made


def html_of(sent: Any) -> str:
    return str(sent.alternatives[0][0])


def test_a_mail_says_the_same_in_text_and_in_html(settings):
    settings.RUNGS_HOST = "rungs.example"
    for _ in range(2):
        email.send(target(to=TO), message(more=Link("… and 990 more", "https://rungs.example/inbox/")))
    first, again = mail.outbox
    assert (first.to, first.subject) == ([TO], "▲ acme/network prod: Drift: 2 resources changed")
    for body in (str(first.body), html_of(first)):
        assert "Drift: 2 resources changed" in body
        assert "https://rungs.example/drift/1/" in body
        assert "… and 990 more" in body
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]
    assert first.extra_headers["Message-ID"].endswith("@rungs.example>")
    assert first.extra_headers["List-Unsubscribe"] == "<https://rungs.example/settings/channels/1/>"


def test_a_hostile_name_is_text_in_the_html_and_one_line_in_the_subject():
    email.send(
        target(to=TO),
        message(title=f"a\r\nBcc: x@evil.example {HOSTILE}", lines=(line(subject=HOSTILE),) * 2),
    )
    sent = mail.outbox[0]
    assert "\n" not in sent.subject
    html = html_of(sent)
    assert "<script" not in html
    assert 'href="https://evil' not in html


def test_a_real_server_gets_it_once_with_everything_in_place(smtp):
    email.send(target(to=TO), message())
    parsed = message_from_string(smtp.mails[0], policy=policy.default)
    assert parsed["To"] == TO
    assert parsed["List-Id"]
    assert [part.get_content_type() for part in parsed.walk()][1:] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    ("command", "answer", "words", "permanent"),
    [
        ("RCPT", "550 no such user", "550 no such user", True),
        ("RCPT", "451 try later", "451 try later", False),
        ("MAIL", "553 not allowed", "553 not allowed", True),
        (".", "554 looks like spam", "554 looks like spam", True),
        (".", "452 out of space", "452 out of space", False),
    ],
)
def test_a_refusal_is_certain_and_told_in_the_servers_words(smtp, command, answer, words, permanent):
    smtp.answers[command] = answer
    with pytest.raises(Failed, match=words) as raised:
        email.send(target(to=TO), message())
    assert raised.value.permanent is permanent


def test_a_server_that_hangs_up_after_the_mail_may_have_taken_it(smtp):
    smtp.answers["."] = ""
    with pytest.raises(Unsure):
        email.send(target(to=TO), message())
    assert len(smtp.mails) == 1


def test_a_server_that_does_not_say_goodbye_has_taken_it_all_the_same(smtp):
    smtp.answers["QUIT"] = ""
    email.send(target(to=TO), message())
    assert len(smtp.mails) == 1


def test_a_server_that_is_not_there_has_taken_nothing(smtp, settings):
    with served() as gone:
        settings.EMAIL_PORT = gone.port
    with pytest.raises(Failed, match="cannot be reached") as raised:
        email.send(target(to=TO), message())
    assert not raised.value.permanent


def test_without_a_mail_server_nothing_is_taken_for_sent(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with pytest.raises(Failed, match="RUNGS_EMAIL_URL"):
        email.send(target(to=TO), message())
    with pytest.raises(AdapterError, match="RUNGS_EMAIL_URL"):
        email.check(target(to=TO))


@pytest.mark.parametrize(
    "to",
    [
        "",
        "ops",
        "a@b",
        "a@example.com, b@example.com",
        "a@example.com\nBcc: b@example.com",
        "<a@example.com>",
    ],
)
def test_anything_but_one_address_is_refused(to):
    check: Callable[..., None] = email.check
    with pytest.raises(AdapterError, match="one alone"):
        check(target(to=to))
