"""The mail server, from one address."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.env import NO, YES, env_secret, env_url


class Mail(NamedTuple):
    """No host: no mail is sent. `starttls` begins in clear, `tls` does not."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def email(name: str) -> Mail:
    """ "smtp://user:password@host:587" speaks TLS, with `?tls=0` not; "smtps://" from the first byte."""
    if not env_secret(name):
        return Mail()
    url = urlsplit(env_url(name, "", schemes=("smtp", "smtps")))
    if not url.hostname or url.path.strip("/"):
        raise ImproperlyConfigured(f"{name} names no host: use smtp://user:password@mail.example.com:587.")
    wanted = parse_qs(url.query, keep_blank_values=True).get("tls", ["1"])[-1].lower()
    if wanted not in YES | NO:
        raise ImproperlyConfigured(f"{name} says neither yes nor no to tls: use ?tls=1 or ?tls=0.")
    direct = url.scheme == "smtps"
    return Mail(
        host=url.hostname, port=url.port or (465 if direct else 587), user=unquote(url.username or ""),
        password=unquote(url.password or ""), starttls=not direct and wanted in YES, tls=direct,
    )  # fmt: skip
