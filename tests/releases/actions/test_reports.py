from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from maturity.actions.errors import Refused
from maturity.models import Event, Repository
from releases.actions import reports
from releases.actions.gathering.reports import gather
from releases.actions.reports import Sent, take_report
from releases.core.facts.reports import About
from releases.models import Report
from tests.factories import make_repository, sha
from tests.releases.core.test_sarif import log, result, run
from tests.releases.factories import make_application, make_release

COMMIT = sha("2.14.0")


@pytest.fixture
def repository(db: None) -> Repository:
    return make_repository("acme/shop")


def take(repository: Repository, **fields: Any) -> Report:
    body = fields.pop("body", log(run(result())))
    sent = Sent(**{"about": About.SECURITY, "commit": COMMIT, "body": body, **fields})
    return take_report(repository, sent, "ci", timezone.now())


def test_a_report_is_kept_with_its_counts_and_told(repository: Repository):
    row = take(repository, url="https://ci.example/9", exit_code=1)
    assert (row.tool, row.version, row.errors, row.ok, row.by) == ("checkov", "3.2.1", 1, False, "ci")
    assert row.findings[0]["path"] == "live/prod/main.tf"
    event = Event.objects.get(kind="report.taken")
    assert (event.repository, event.data["tool"], event.data["errors"]) == (repository, "checkov", 1)


def test_the_last_word_of_a_tool_on_a_commit_counts(repository: Repository):
    take(repository)
    take(repository, body=log(run()))
    take(repository, body=log(run(name="trivy")))
    assert sorted(Report.objects.values_list("tool", "errors")) == [("checkov", 0), ("trivy", 0)]


def test_what_a_tool_ended_with_is_enough(repository: Repository):
    row = take(repository, about=About.FORMAT, body=b"", exit_code=3, tool="terraform fmt")
    assert (row.about, row.ok, row.tool, row.findings) == ("format", False, "terraform fmt", [])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"commit": "a1b2c3d"}, "whole commit"), ({"commit": "x" * 40}, "whole commit"),
        ({"body": b""}, "exit_code"), ({"body": b"<html>"}, "no SARIF"),
        ({"url": "javascript:alert(1)"}, "https://"), ({"url": "https://user:pw@ci.example"}, "https://"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_and_changes_nothing(
    repository: Repository, wrong: Any, said: str
):
    with pytest.raises(Refused, match=said):
        take(repository, **wrong)
    assert (Report.objects.count(), Event.objects.count()) == (0, 0)


def test_of_very_many_reports_the_newest_are_kept(repository: Repository, monkeypatch: Any):
    monkeypatch.setattr(reports, "KEPT", 3)
    for n in range(6):
        take(repository, commit=sha(str(n)))
    assert [row.commit for row in Report.objects.order_by("at")] == [sha(str(n)) for n in (3, 4, 5)]


def test_a_release_has_the_reports_of_its_commit_whoever_came_first(repository: Repository):
    take(repository)
    take(repository, commit=sha("another"))
    release = make_release(make_application("shop", repository=repository))
    found = gather(release, timezone.now())
    assert [(one.tool, one.errors, one.findings[0].line) for one in found.reports] == [("checkov", 1, 12)]


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("live/a b.tf", f"https://github.com/acme/shop/blob/{COMMIT}/live/a%20b.tf#L7"), ("../../evil", ""),
        ("/etc/passwd", ""), ("file:///x", ""), ("..\\..\\evil", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_finding_leads_to_its_line_and_never_out_of_the_repository(
    repository: Repository, path: str, leads: str
):
    place = {"artifactLocation": {"uri": path}, "region": {"startLine": 7}}
    take(repository, body=log(run(result(locations=[{"physicalLocation": place}]))))
    release = make_release(make_application("shop", repository=repository))
    assert gather(release, timezone.now()).reports[0].findings[0].url == leads


def test_the_beginning_of_a_commit_leads_to_its_reports(repository: Repository):
    take(repository)
    release = make_release(make_application("shop", repository=repository), commit=COMMIT[:7])
    assert len(gather(release, timezone.now()).reports) == 1
    release.commit = COMMIT[:3]
    assert gather(release, timezone.now()).reports == ()


def test_a_release_without_a_repository_or_commit_has_none(repository: Repository):
    take(repository)
    bare = make_release(make_application("bare", repository=None))
    assert gather(bare, timezone.now()).reports == ()
    nameless = make_release(make_application("shop", repository=repository), commit="")
    assert gather(nameless, timezone.now()).reports == ()
