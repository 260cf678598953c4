"""Messages about one deployment may come twice, late and in any order: they tell the same story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.core.deployments import ORDER, Story, Told, contradicts, digest_in, first, problem, then

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SHA = "sha256:" + "a" * 64


def told(result: str = "succeeded", minutes: int | None = None, **fields: object) -> Told:
    """Finished so many minutes after ten."""
    at = None if minutes is None else datetime(2026, 11, 23, 10, minutes, tzinfo=UTC)
    begun = {"started_at": datetime(2026, 11, 23, 9, tzinfo=UTC)}
    return Told(**{"version": "2.14.0", "result": result, "finished_at": at, **begun, **fields})  # type: ignore[arg-type]


def story(*messages: Told) -> Story:
    return reduce(lambda known, one: then(known, one, NOW), messages[1:], first(messages[0], NOW))


def test_every_order_of_messages_with_times_tells_the_same_story():
    messages = (told("running"), told("failed", 5), told("succeeded", 9), told("rolled_back", 30))
    ends = {story(*order) for order in permutations(messages)}
    assert [one.result for one in ends] == ["rolled_back"]


@given(st.lists(st.sampled_from(ORDER), min_size=1, max_size=6))
def test_a_message_said_again_changes_nothing(results: list[str]):
    messages = [told(result, minutes) for minutes, result in enumerate(results)]
    known = story(*messages)
    assert then(known, messages[-1], NOW) == known


def test_what_is_finished_never_runs_again():
    known = story(told("succeeded", 5), told("running"))
    assert (known.result, known.finished_at) == ("succeeded", datetime(2026, 11, 23, 10, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [("failed", "succeeded", "succeeded"), ("succeeded", "failed", "succeeded"),
     ("succeeded", "rolled_back", "rolled_back"), ("rolled_back", "succeeded", "rolled_back")],
)  # fmt: skip
def test_without_times_the_result_further_on_holds(before: str, after: str, wanted: str):
    assert story(told(before), told(after)).result == wanted


def test_a_clock_ahead_of_ours_is_not_believed():
    known = story(told("succeeded", started_at=NOW + timedelta(days=3), finished_at=NOW + timedelta(days=4)))
    assert (known.started_at, known.finished_at) == (NOW, NOW)


def test_a_time_without_a_zone_is_utc():
    known = story(told("succeeded", started_at=datetime(2026, 11, 1), finished_at=datetime(2026, 11, 2)))  # noqa: DTZ001
    assert known.started_at == datetime(2026, 11, 1, tzinfo=UTC)


def test_what_a_later_message_leaves_out_stays():
    known = story(told("running", artifact=SHA, commit="abcdef1"), told("succeeded", actor="ci"))
    assert (known.artifact, known.commit, known.actor) == (SHA, "abcdef1", "ci")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"version": ""}, "1 to 100 characters"),
        ({"version": "v" * 101}, "1 to 100 characters"),
        ({"version": "a\nb"}, "1 to 100 characters"),
        ({"version": "a/b"}, "no slash"),
        ({"result": "perhaps"}, "running, succeeded"),
        ({"commit": "main"}, "7 to 64"),
        ({"artifact": "latest"}, "by its digest"),
        ({"url": "javascript:alert(1)"}, "https://"),
        ({"url": "https://a/" + "b" * 500}, "500"),
        ({"actor": "\x00"}, "printable"),
        ({"finished_at": datetime(1999, 1, 1, tzinfo=UTC)}, "2000"),
    ],
)
def test_what_cannot_be_a_deployment_is_refused_in_one_sentence(fields: dict[str, object], says: str):
    assert says in problem(told(**fields), "1")  # type: ignore[arg-type]


def test_a_good_message_has_no_problem():
    assert problem(told(url="https://ci/1", commit="abcdef1", artifact=SHA), None) == ""
    assert "id of a deployment" in problem(told(), "x" * 251)


def test_the_same_id_with_another_version_contradicts():
    assert "2.14.0, not 2.15.0" in contradicts(story(told()), told(version="2.15.0"))
    assert contradicts(story(told()), told(commit="abcdef1")) == ""


def test_the_digest_is_taken_out_of_an_image_s_whole_name():
    assert digest_in(f"123.dkr.ecr.eu-west-1.amazonaws.com/shop:2@{SHA}") == SHA
    assert digest_in("latest") == "latest"
