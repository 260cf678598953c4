from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.commit import CommitOnHost, Pull, Review
from releases.core.facts.range import CommitInRange, CommitRange
from releases.core.gate import Result
from releases.core.gates.merged_reviewed import GATE
from tests.releases.core.gates.making import COMMIT, HOSTILE, NOW, ask, is_tidy

JAN = Review("jan", "approved")


def pull(*reviews: Review, **fields: Any) -> Pull:
    given = {"number": 7, "author": "lin", "state": "merged", "base": "main", "merge": COMMIT}
    given |= {"url": "https://github.com/acme/shop/pull/7", "head": "h" * 40, "reviews": reviews}
    return Pull(**{**given, **fields})


def of(*pulls: Pull, **fields: Any) -> CommitOnHost:
    given = {"commit": COMMIT, "branch": "main", "asks": True, "looked_at": NOW}
    return CommitOnHost(**{**given, "pulls": pulls, **fields})


def came(*commits: CommitInRange, **fields: Any) -> CommitRange:
    return CommitRange(**{"base": "b" * 40, "branch": "main", "read": True, "commits": commits, **fields})


def judged(*facts: object, **params: Any) -> Result:
    """With nothing else between Prod and the release, unless a test says what."""
    known = any(isinstance(one, CommitRange) for one in facts)
    return ask(GATE, *facts, *(() if known else (came(),)), **params)


def test_a_commit_merged_with_the_approval_of_somebody_else_passes():
    result = judged(of(pull(JAN)))
    assert (result.outcome, result.values) == ("passed", {"approvals": 1, "asked": 1, "commits": 0})
    assert result.reason == "a1b2c3d came to main with pull request #7, approved by jan"
    assert result.evidence[0].url == "https://github.com/acme/shop/pull/7"


@pytest.mark.parametrize(
    "review",
    [
        Review("lin", "approved"), Review("LIN", "approved"), Review("", "approved"),
        Review("stranger", "approved", trusted=False), Review("jan", "commented"), Review("jan", "dismissed"),
    ],
)  # fmt: skip
def test_the_authors_own_word_a_strangers_and_a_remark_are_no_approval(review: Review):
    result = judged(of(pull(review)))
    assert result.outcome == "failed"
    assert result.reason == "#7 of lin was merged with 0 of 1 approvals by others"


def test_the_last_word_of_each_person_counts():
    rejected, remark = Review("jan", "rejected"), Review("jan", "commented")
    assert judged(of(pull(JAN, rejected))).outcome == "failed"
    assert judged(of(pull(rejected, JAN, remark))).outcome == "passed"


def test_how_many_have_to_approve_is_a_setting():
    assert judged(of(pull(JAN)), least=2).outcome == "failed"
    assert judged(of(pull(JAN, Review("mia", "approved"))), least=2).outcome == "passed"


def test_only_approvals_of_the_last_commit_count_where_the_checklist_says_so():
    old, new = Review("jan", "approved", commit="o" * 40), Review("jan", "approved", commit="h" * 40)
    assert judged(of(pull(old)), last=True).outcome == "failed"
    assert judged(of(pull(new)), last=True).outcome == "passed"


def test_a_commit_that_is_not_merged_yet_fails():
    result = judged(of(pull(JAN, state="open")))
    assert (result.outcome, result.reason) == ("failed", "a1b2c3d is not merged to main: it is in #7")


def test_one_merged_to_another_branch_fails():
    result = judged(of(pull(JAN, base="develop")))
    assert result.reason == "a1b2c3d came to main by no pull request, but with #7 to develop"


def test_a_commit_that_no_pull_request_brought_fails():
    assert judged(of()).reason == "no pull request brought a1b2c3d to main"


def test_the_commit_of_a_squashed_pull_request_is_not_what_came_to_the_branch():
    squashed = pull(JAN, merge="s" * 40, head=COMMIT)
    assert judged(of(squashed, on_branch=False)).reason == "a1b2c3d is not part of main"
    assert judged(of(squashed, on_branch=None)).outcome == "unknown"
    assert judged(of(squashed, on_branch=True)).outcome == "passed"


def test_a_head_that_became_part_of_the_branch_as_it_was_counts():
    assert judged(of(pull(JAN, merge="", head=COMMIT))).outcome == "passed"


@pytest.mark.parametrize("lacking", [{"reviews": None}, {"author": ""}])
def test_reviews_that_nobody_asked_for_yet_are_not_known(lacking: Any):
    assert judged(of(pull(**lacking))).outcome == "unknown"


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (of(looked_at=None), "within a few minutes"), (of(looked_at=None, asks=False), "waive this item"),
        (of(looked_at=None, error="refused the login"), "repair the login"),
    ],
)  # fmt: skip
def test_a_host_that_did_not_tell_leaves_it_open_and_says_what_helps(fact: CommitOnHost, said: str):
    result = judged(fact)
    assert result.outcome == "unknown"
    assert said in result.answer


def test_without_a_commit_it_is_not_known():
    assert judged().outcome == "unknown"


def test_hostile_names_make_one_line():
    reviews = [Review(f"{HOSTILE}{n}", "approved") for n in range(200)]
    assert is_tidy(judged(of(*[pull(*reviews, author=HOSTILE, number=n) for n in range(20)], branch=HOSTILE)))
    assert is_tidy(judged(of(pull(*reviews, author=HOSTILE, base=HOSTILE), branch=HOSTILE)))
    assert is_tidy(judged(of(looked_at=None, error=HOSTILE)))


def test_every_commit_since_prod_came_by_a_reviewed_pull_request():
    others = [CommitInRange(letter * 40, True, (pull(JAN, merge=letter * 40),)) for letter in "cd"]
    result = judged(of(pull(JAN)), came(*others))
    assert (result.outcome, result.values["commits"]) == ("passed", 2)
    assert result.reason.endswith("approved by jan; so were all 2 commits since bbbbbbb")


@pytest.mark.parametrize(
    ("pulls", "why"),
    [
        ((), "no pull request brought it in"),
        ((pull(JAN, base="develop"),), "no pull request brought it in"),
        ((pull(JAN, state="open"),), "no pull request brought it in"),
        ((pull(Review("lin", "approved")),), "#7 has 0 of 1 approvals by others"),
    ],
)
def test_a_commit_on_the_way_that_nobody_else_read_is_named(pulls: tuple[Pull, ...], why: str):
    fine = CommitInRange("d" * 40, True, (pull(JAN),))
    result = judged(of(pull(JAN)), came(fine, CommitInRange("c" * 40, True, pulls)))
    assert result.outcome == "failed"
    assert result.reason == (
        "1 of 2 commits since bbbbbbb came to main without a merged and reviewed pull request: ccccccc"
    )
    assert result.evidence[0].text == f"ccccccc: {why}"


@pytest.mark.parametrize(
    ("range_", "reason", "answer"),
    [
        (came(base="", read=False), "which commit Prod runs is not known", "tell of the deployment"),
        (came(read=False), "what came to main since bbbbbbb could not be read", "scan the repository"),
        (
            came(CommitInRange("c" * 40, True, (pull(JAN),)), more=True),
            "more than 1 commits",
            "smaller parts",
        ),
        (came(CommitInRange("c" * 40)), "the host did not tell yet of 1 of 1 commits", "some at a time"),
        (came(CommitInRange("c" * 40, error="refused")), "bbbbbbb: refused", "repair the login"),
        (came(CommitInRange("c" * 40, True, (pull(reviews=None),))), "1 of 1 commits", "some at a time"),
    ],
)
def test_what_is_not_known_of_the_commits_on_the_way_blocks_and_says_what_helps(
    range_: CommitRange, reason: str, answer: str
):
    result = judged(of(pull(JAN)), range_)
    assert result.outcome == "unknown"
    assert reason in result.reason
    assert answer in result.answer


def test_one_that_lacks_a_review_is_named_while_others_are_not_known_yet():
    unread = CommitInRange("c" * 40, True)
    assert judged(of(looked_at=None), came(unread, CommitInRange("d" * 40))).outcome == "failed"


def test_a_hundred_hostile_commits_make_one_line():
    pulls = (pull(author=HOSTILE, base=HOSTILE),)
    range_ = came(*[CommitInRange(HOSTILE, True, pulls) for _ in range(100)], base=HOSTILE, branch=HOSTILE)
    assert is_tidy(judged(of(pull(JAN)), range_))
    silent = came(CommitInRange("c" * 40, error=HOSTILE), base=HOSTILE, branch=HOSTILE)
    assert is_tidy(judged(of(pull(JAN)), silent))
