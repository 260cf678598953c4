"""What an auditor finds in the bundle of a release."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from maturity.actions import chain
from maturity.models import Event, User
from releases.actions import evidence
from releases.actions.history import tell
from releases.models import GateTicket, Override, PostReview, Release, Waiver
from tests.factories import make_user
from tests.releases.factories import make_check, make_release, make_signoff

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def release(lin: User) -> Release:
    """One with everything an auditor asks for, and another of the same application that must stay out."""
    release = make_release(created_at=NOW, author=lin, author_name="lin", note="=cmd|' /C calc'!A0")
    priya = make_user("priya", email="priya@example.com")
    make_check(release, "iac.drift", reason="=1+1 stacks are in sync")
    make_signoff(release, priya, comment="looks good")
    Waiver.objects.create(
        release=release, item="ops.owner", reason="night shift", digest=release.digest, at=NOW,
        until=NOW + timedelta(days=1), principal={"username": "priya"},
    )  # fmt: skip
    GateTicket.objects.create(
        release=release, environment="prod", digest=release.digest, step=100, secret="5" * 64, issued_at=NOW,
        expires_at=NOW, used_at=NOW,
    )  # fmt: skip
    tell("release.opened", lin, release, NOW)
    other = make_release(release.application, "2.15.0", created_at=NOW)
    tell("release.opened", lin, other, NOW)
    return release


def opened(made: evidence.Bundle) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made.body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def test_it_tells_who_asked_what_was_answered_and_who_agreed(release: Release, lin: User):
    files = opened(evidence.bundle(release, lin, NOW))
    told = json.loads(files["evidence.json"])
    assert told["release"]["author_name"] == "lin"
    assert told["signoffs"][0]["principal"]["username"] == "priya"
    assert [one["reason"] for one in told["waivers"]] == ["night shift"]
    assert table(files["checks.csv"])[0]["item"] == "iac.drift"


def test_its_events_are_those_of_this_release_with_their_place_in_the_chain(release: Release, lin: User):
    files = opened(evidence.bundle(release, lin, NOW))
    (event,) = table(files["events.csv"])
    assert (event["subject"], event["actor"]) == ("ai-shell 2.14.0", "lin")
    assert len(event["hash"]) == 64
    assert chain.verify().flaws == ()


def test_no_cell_is_a_formula_and_no_ticket_can_be_told_from_it(release: Release, lin: User):
    files = opened(evidence.bundle(release, lin, NOW))
    assert table(files["checks.csv"])[0]["reason"] == "'=1+1 stacks are in sync"
    assert not any(b"5" * 64 in body for body in files.values())


def test_the_same_release_gives_the_same_bundle_but_for_the_taking_of_it(release: Release, lin: User):
    first = evidence.bundle(release, lin, NOW)
    Event.objects.filter(kind="evidence.exported")._raw_delete("default")
    assert evidence.bundle(release, lin, NOW + timedelta(hours=1)).digest == first.digest


def test_taking_it_is_part_of_the_history(release: Release, lin: User):
    made = evidence.bundle(release, lin, NOW)
    event = Event.objects.get(kind="evidence.exported")
    assert (event.actor, event.data["sha256"]) == (lin, made.digest)


def test_its_sums_are_right_for_the_tool_the_readme_names(release: Release, lin: User, tmp_path: Path):
    for name, body in opened(evidence.bundle(release, lin, NOW)).items():
        (tmp_path / name).write_bytes(body)
    done = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_a_version_with_slashes_names_a_file_all_the_same(lin: User):
    made = evidence.bundle(make_release(version="../../etc/x y"), lin, NOW)
    assert made.name == "ai-shell-.._.._etc_x_y-1.zip"


def lines(**time: Any) -> list[dict[str, Any]]:
    return list(evidence.population(Release.objects.all(), **time))


def test_the_population_has_a_line_for_every_release_with_who_asked_and_who_agreed(release: Release):
    first, second = lines()
    assert (first["version"], second["version"]) == ("2.14.0", "2.15.0")
    assert (first["requested_by"], first["approved_by"]) == ("lin", "priya")
    assert (first["author_approved"], first["waived"], first["checks"]) == (False, "ops.owner", 1)
    assert first["started_at"] == NOW.isoformat()
    assert set(first) == set(evidence.COLUMNS)


@pytest.mark.parametrize("author", ["Lin@Example.com", "other@example.com"])
def test_an_author_who_agreed_is_named_by_account_or_by_the_address_of_a_commit(lin: User, author: str):
    release = make_release(authors=[{"name": "x", "email": author}], author=None)
    make_signoff(release, lin)
    assert lines()[0]["author_approved"] is (author.lower() == lin.email)


def test_an_emergency_shows_its_reason_and_its_review(release: Release):
    override = Override.objects.create(
        release=release, reason="the site is down", digest=release.digest, at=NOW
    )
    PostReview.objects.create(
        override=override, due_at=NOW, done_at=NOW + timedelta(hours=2), principal={"username": "kim"}
    )
    line = lines()[0]
    assert (line["emergency"], line["emergency_reason"], line["reviewed_by"]) == (
        True,
        "the site is down",
        "kim",
    )


def test_a_time_takes_the_releases_opened_in_it(release: Release):
    Release.objects.filter(version="2.15.0").update(created_at=NOW + timedelta(days=40))
    assert [line["version"] for line in lines(until=NOW + timedelta(days=30))] == ["2.14.0"]
    assert [line["version"] for line in lines(since=NOW + timedelta(days=30))] == ["2.15.0"]


def test_a_thousand_releases_take_no_more_questions_than_one(
    release: Release, django_assert_max_num_queries: Any
):
    with django_assert_max_num_queries(8):
        assert len(lines()) == 2
