from __future__ import annotations

from datetime import date, datetime

from releases.actions.gathering.exemptions import gather
from releases.models import DestroyExemption, Release
from tests.releases.factories import make_application


def exempt(release: Release, address: str, until: date) -> None:
    given = {"reason": "moved", "by": "lin", "created_at": release.created_at, "until": until}
    DestroyExemption.objects.create(application=release.application, address=address, **given)


def test_exemptions_of_the_application_are_told_those_that_last_longest_first(
    release: Release, now: datetime
):
    exempt(release, "aws_db_instance.*", date(2026, 1, 1))
    exempt(release, "aws_s3_bucket.logs", date(2027, 1, 1))
    DestroyExemption.objects.create(
        application=make_application("other"), address="*", reason="x", until=date(2027, 1, 1), by="x",
        created_at=now,
    )  # fmt: skip
    found = gather(release, now).exemptions
    assert [one.address for one in found] == ["aws_s3_bucket.logs", "aws_db_instance.*"]
    assert (found[0].by, found[0].reason, found[0].until) == ("lin", "moved", date(2027, 1, 1))
