"""Every page in Chinese: no text on it was left in English."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.apps import apps
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from maturity.models import Role, User
from maturity.words import engine
from tests.factories import make_membership, make_team, make_user
from tests.language import rows
from tests.language.crawler import Crawler, names
from tests.language.marks import WORD, Bare, leaves, marked

CHINESE = {"accept-language": "zh-hans"}
# What is called so in every language.
NAMES = (
    "AWS AppConfig", "AWS Parameter Store",
    "Atlantis", "Azure Pipelines", "BEGIN RSA PRIVATE KEY", "Bitbucket Pipelines", "C024BE91L", "CircleCI",
    "CloudWatch", "Datadog", "Latency p95", "Prometheus", "ms",
    "English", "GitHub Actions", "GitHub App", "GitHub", "GitLab CI", "GitLab", "Jenkinsfile", "Jenkins",
    "Rungs", "Shell", "UTC", "acme", "ci", "dev", "eu-west-1", "git", "lin", "main", "network-alerts",
    "network-leads", "priya", "prod", "stage", "team-network", "terraform", "tf-deploy-*", "vic", "xoxb-…",
    "简体中文",
)  # fmt: skip
NAME = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, NAMES))})(?!\w)")
PATH = re.compile(r"\S*[\w*][/.@_=:]\S*|\S*-\S*/\S*")
# They need a link of a mail, or nothing but a button leads there.
MET_ELSEWHERE = {
    "account_reset_password_from_key", "account_logout", "maturity:cancel_run", "releases:start",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """No worker is told of anything, no key is plugged in, and mail could be sent."""
    monkeypatch.setattr("celery.app.task.Task.apply_async", lambda *_, **__: None)
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda _user: [])
    settings.RUNGS_EMAIL = True


@pytest.fixture
def lin(db: None) -> User:
    """An administrator who speaks Chinese."""
    lin = make_user("lin", first_name="Lin", last_name="Wei", is_superuser=True, language="zh-hans")
    rows.fill(lin)
    return lin


def signed_in(user: User) -> Client:
    """A moment ago, so that nothing asks for the password again."""
    client = Client(headers=CHINESE)
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def in_english(found: dict[str, str]) -> str:
    """What is neither a name nor a value of a row."""
    known = values()
    bare = {without(text, known): at for text, at in found.items()}
    return "\n".join(f"{at}: {text}" for text, at in bare.items() if WORD.search(text))


def nothing_left(found: dict[str, str]) -> None:
    if texts := in_english(found):
        pytest.fail(f"not translated:\n{texts}")


def values() -> list[str]:
    """The texts of all rows, the longest first; single words in small letters could be anybody's."""
    found = {
        " ".join(text.split())
        for model in apps.get_models()
        for row in model._default_manager.values()
        for value in row.values()
        for text in leaves(value)
    }
    # What the engine said is no name: it has to be said again on the page.
    found = {one for one in found if engine.said(one) == one}
    return sorted(
        (one for one in found if len(one) > 2 and not re.fullmatch(r"[a-z_]+", one)), key=len, reverse=True
    )


def without(text: str, known: list[str]) -> str:
    text = " ".join(text.split())
    for one in known:
        for said in (one, one[0].upper() + one[1:]):
            # A word that is a row is no part of a longer word.
            text = re.sub(rf"\b{said}\b", " ", text) if said.isalpha() else text.replace(said, " ")
    return NAME.sub(" ", PATH.sub(" ", text)).strip()


@pytest.mark.slow
def test_nothing_on_a_page_is_left_in_english(lin: User) -> None:
    with marked():
        seen = Crawler(signed_in(lin), rows.addresses()).run()
    assert not seen.broken, "\n".join(map(str, seen.broken))
    nothing_left(seen.found)
    unseen = set(names()) - seen.visited - MET_ELSEWHERE
    assert not unseen, f"a page that nothing leads to: {sorted(unseen)}"


def test_nothing_is_left_in_english_for_somebody_who_may_only_look(lin: User) -> None:
    vic = make_user("vic", language="zh-hans")
    make_membership(vic, make_team("Network"), Role.VIEWER)
    with marked():
        nothing_left(Crawler(signed_in(vic)).run().found)


def test_nothing_is_left_in_english_for_a_stranger(db: None) -> None:
    with marked():
        nothing_left(Crawler(Client(headers=CHINESE)).run().found)


@pytest.mark.parametrize("page", ["403.html", "403_csrf.html", "404.html", "500.html"])
def test_no_page_of_an_error_is_left_in_english(db: None, page: str) -> None:
    with marked():
        html = render_to_string(page, request=RequestFactory().get("/"))
        nothing_left(dict.fromkeys(Bare(html).found, page))


def test_a_text_that_was_not_translated_is_found(db: None) -> None:
    with marked():
        html = (
            '<p title="Not one">⟦是⟧ left out <code>code</code> <b>⟦否⟧</b></p><input placeholder="⟦是⟧ no">'
        )
        assert (
            in_english(dict.fromkeys(Bare(html).found, "here")) == "here: Not one\nhere: left out\nhere: no"
        )
