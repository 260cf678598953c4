from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.links import Link, Links
from releases.core.gates.links_open import GATE
from tests.releases.core.gates.making import HOSTILE, ago, ask, is_tidy

RUNBOOK, DASHBOARD = "https://wiki.acme.example/shop", "https://grafana.acme.example/d/shop?token=x"


def looked(kind: str = "runbook", url: str = RUNBOOK, **fields: Any) -> Link:
    return Link(kind=kind, url=url, **{"status": 200, "looked_at": ago(hours=1), **fields})


def of(*links: Link, **params: Any) -> Any:
    return ask(GATE, Links(page="/releases/applications/shop/", links=links), **params)


def both(**fields: Any) -> Any:
    """The runbook opens; the dashboard is as given."""
    params = {name: fields.pop(name) for name in ("login", "hours", "both") if name in fields}
    return of(looked(), looked("dashboard", DASHBOARD, **fields), **params)


def test_links_that_both_open_pass_with_when_that_was_seen():
    result = both()
    assert (result.outcome, result.reason) == ("passed", "the runbook and the dashboard open")
    assert [(one.text, one.url) for one in result.evidence[:2]] == [
        ("runbook: answered 200, 60 min ago", RUNBOOK), ("dashboard: answered 200, 60 min ago", DASHBOARD),
    ]  # fmt: skip


@pytest.mark.parametrize("status", [404, 410, 500, 302])
def test_a_dead_link_fails_by_its_kind(status: int):
    result = both(status=status)
    assert (result.outcome, result.reason) == ("failed", f"the dashboard answers {status}")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"url": ""}, "the application names no dashboard"),
        ({"looked_at": None, "status": None}, "the dashboard was not opened yet"),
        ({"status": None, "error": "No host."}, "the dashboard could not be opened: No host."),
        ({"status": 401}, "the dashboard wants a login, so nobody knows whether the page is there"),
        ({"looked_at": ago(hours=49)}, "the dashboard was opened last 49 h ago"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_said(fields: dict[str, Any], reason: str):
    given = {"status": 200, "looked_at": ago(hours=1), "url": DASHBOARD, **fields}
    result = of(looked(), Link(kind="dashboard", **given))
    assert (result.outcome, result.reason) == ("unknown", reason)
    assert result.answer


@pytest.mark.parametrize(
    ("led_to", "outcome"),
    [
        ("https://sso.acme.example/realms/acme", "unknown"),
        ("https://grafana.acme.example/login", "unknown"),
        ("https://www.grafana.acme.example/d/shop-2", "passed"),
    ],
)
def test_a_page_behind_a_login_is_not_known_to_be_there(led_to: str, outcome: str):
    assert both(led_to=led_to).outcome == outcome
    taken = both(led_to=led_to, login=True)
    assert taken.outcome == "passed"
    assert taken.reason.endswith("behind a login: dashboard") is (outcome == "unknown")


def test_one_of_the_two_is_enough_where_the_list_says_so():
    alone = (looked(), Link(kind="dashboard"))
    assert of(*alone, both=False).reason == "the runbook opens"
    assert of(Link(kind="runbook"), Link(kind="dashboard"), both=False).outcome == "unknown"
    assert ask(GATE).reason == "the application names no runbook and no dashboard"


def test_what_others_wrote_stays_on_one_line():
    assert is_tidy(of(looked(), looked("dashboard", led_to=HOSTILE)))
    assert is_tidy(of(looked(), looked("dashboard", status=None, error=HOSTILE)))
