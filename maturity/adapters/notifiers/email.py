"""E-mail, through the server an administrator set. One address a channel: it arrived there, or it did not."""

from __future__ import annotations

import hashlib
import smtplib
from contextlib import suppress
from email.headerregistry import Address as Mailbox
from html import escape

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.dummy import EmailBackend as NoMail
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy

from maturity.adapters.address import refuse as refuse_address
from maturity.adapters.notifiers._port import Failed, Field, Notifier, Target
from maturity.adapters.outgoing import Unsure
from maturity.core.notices.message import SIGNS, Line, Link, Message, cut

SECONDS = 15
NO_SERVER = "No mail server is set here: an administrator sets RUNGS_EMAIL_URL."


def send(target: Target, message: Message) -> None:
    """Until the server is asked to take the message, nothing can have arrived."""
    connection = get_connection(fail_silently=False, timeout=SECONDS)
    if isinstance(connection, NoMail):
        raise Failed(NO_SERVER, permanent=True)
    try:
        connection.open()
    except OSError as error:  # smtplib's own are among them
        raise _failed(error) from None
    try:
        written(target["to"], message, connection).send()
    except OSError as error:
        raise _after(error) from None
    finally:
        with suppress(OSError):
            connection.close()


def _after(error: Exception) -> Exception:
    """What went wrong once the message was on its way. An answer of the server is certain."""
    if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
        return _failed(error)
    return Unsure("The mail server broke the connection off while it took the message.")


def _failed(error: Exception) -> Failed:
    code, said = _answer(error)
    if code:
        return Failed(f"The mail server answered {code} {said}.".replace("..", "."), permanent=code >= 500)
    return Failed("The mail server cannot be reached.", permanent=False)


def _answer(error: Exception) -> tuple[int, str]:
    """The server's code and words. Of refused recipients, the first one's."""
    if isinstance(error, smtplib.SMTPRecipientsRefused) and error.recipients:
        return _said(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return 0, ""


def _said(code: int, said: bytes | str) -> tuple[int, str]:
    return code, cut(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said), 200)


def written(to: str, message: Message, connection: object = None) -> EmailMultiAlternatives:
    """The Message-ID is the same however often it is sent: many servers then show it once."""
    host = settings.RUNGS_HOST
    known = hashlib.sha256(f"{message.key} {to}".encode()).hexdigest()[:32]
    headers = {
        "Message-ID": f"<{known}@{host}>", "List-Id": f"<notifications.{host}>",
        "List-Unsubscribe": f"<{message.foot.url}>", "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All", "Content-Language": message.language,
    }  # fmt: skip
    subject = f"{SIGNS[message.tone]} {cut(message.title, 150)}"
    mail = EmailMultiAlternatives(
        subject, _plain(message), settings.DEFAULT_FROM_EMAIL, [to], headers=headers, connection=connection
    )
    mail.attach_alternative(_html(message), "text/html")
    return mail


def _plain(message: Message) -> str:
    parts = [message.title, *map(_line, () if message.alone else message.lines)]
    parts += [message.alone.when] if message.alone else []
    parts += [f"{one.text}\n  {one.url}" for one in _links(message)]
    return "\n\n".join(parts) + f"\n\n-- \n{message.foot.text}\n{message.foot.url}\n"


def _line(one: Line) -> str:
    return f"{SIGNS[one.tone]} {one.subject}: {one.text} ({one.when})\n  {one.url}"


def _html(message: Message) -> str:
    """Nothing is loaded from anywhere, and nothing of what a name contains is HTML."""
    rows = "".join(
        f"<p>{SIGNS[one.tone]} {_a(Link(one.subject, one.url))}<br>{escape(one.text)}"
        f"<br><small>{escape(one.when)}</small></p>"
        for one in (() if message.alone else message.lines)
    )
    rows += f"<p>{escape(message.alone.when)}</p>" if message.alone else ""
    links = "".join(f"<p>{_a(one)}</p>" for one in _links(message))
    head = f"<h2>{SIGNS[message.tone]} {escape(message.title)}</h2>"
    foot = f"<hr><p><small>{_a(message.foot)}</small></p>"
    start = f'<!doctype html><html lang="{escape(message.language)}">'
    return f"{start}<body>{head}{rows}{links}{foot}</body></html>"


def _links(message: Message) -> list[Link]:
    return [*message.buttons, *([message.more] if message.more else [])]


def _a(one: Link) -> str:
    return f'<a href="{escape(one.url)}">{escape(one.text)}</a>'


def check(target: Target) -> None:
    if isinstance(get_connection(), NoMail):
        raise refuse_address(NO_SERVER)
    try:
        validate_email(target["to"])
        Mailbox(addr_spec=target["to"])
    except (ValidationError, ValueError, IndexError):
        raise refuse_address("That is not an e-mail address: one alone, such as ops@example.com.") from None


def shown(target: Target) -> str:
    return target["to"]


notifier = Notifier(
    kind="email",
    label=gettext_lazy("E-mail"),
    fields=(
        Field("to", gettext_lazy("Address"), placeholder="ops@example.com", longest=254,
              hint=gettext_lazy("One person's or a list's. For several, add a channel for each.")),
    ),
    send=send, check=check, shown=shown,
)  # fmt: skip
