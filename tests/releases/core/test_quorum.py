"""Who counts, and whether they are enough."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.core.checklist import Approval
from releases.core.quorum import ROLES, Parties, Voter, counted, excluded, level

MIA = Voter(account=2, username="mia", role=30, emails=("mia@example.com",))
ASKED = st.lists(st.builds(Approval, st.sampled_from(sorted(ROLES)), st.integers(0, 3)), max_size=3)
THERE = st.lists(st.sampled_from(sorted(ROLES.values())), max_size=5)


def everybody_has_a_place(asked: list[Approval], roles: list[int]) -> bool:
    """By trying every way to seat the people: slow, and plainly right."""
    places = [level(one.role) for one in asked for _ in range(one.least)]
    if len(places) > len(roles):
        return False
    ways = permutations(roles, len(places))
    return any(all(role >= least for role, least in zip(way, places, strict=True)) for way in ways)


@given(ASKED.filter(lambda asked: sum(one.least for one in asked) <= 5), THERE)
def test_lines_are_met_exactly_when_every_place_has_somebody_of_its_own(asked, roles):
    assert all(line.met for line in counted(asked, roles)) == everybody_has_a_place(asked, roles)


@given(ASKED, THERE, st.sampled_from(sorted(ROLES.values())))
def test_one_agreement_more_never_makes_it_less(asked, roles, one):
    before = sum(line.have for line in counted(asked, roles))
    assert sum(line.have for line in counted(asked, [*roles, one])) >= before


def test_a_lead_who_agrees_is_not_an_approver_besides():
    lines = counted([Approval("approver"), Approval("lead")], [40])
    assert [line.have for line in lines] == [0, 1]


def test_a_role_that_nobody_knows_is_one_nobody_has():
    assert not counted([Approval("owner")], [50])[0].met


@pytest.mark.parametrize(
    ("parties", "why"),
    [
        (Parties(), None),
        (Parties(author=2), "opened this release"),
        (Parties(author_names=("Mia",)), "opened this release"),
        (Parties(author_emails=("MIA@example.com",)), "opened this release"),
        (Parties(commits=("lin@example.com", "Mia@Example.COM ")), "wrote commits of it"),
        (Parties(commits=("77+mia@users.noreply.github.com",)), "wrote commits of it"),
        (Parties(commits=("mia@users.noreply.github.com",)), "wrote commits of it"),
        (Parties(commits=("77-mia@users.noreply.gitlab.com",)), "wrote commits of it"),
        (Parties(commits=("mia@users.noreply.git.acme.example",)), "wrote commits of it"),
        (Parties(commits=("77-mia-x@users.noreply.gitlab.com", "@users.noreply.gitlab.com")), None),
        (Parties(commits=("mia@elsewhere.example",)), None),
        (Parties(waived={"iac.drift": frozenset({2})}), "waived an item of it"),
        (Parties(starter=2), "start it"),
    ],
)
def test_who_has_a_hand_in_it_does_not_count(parties, why):
    assert excluded(MIA, parties) == why


@pytest.mark.parametrize(
    ("voter", "why"),
    [
        (Voter(account=None, username="mia", role=30), "left the team"),
        (Voter(account=2, username="mia", role=0), "left the team"),
        (Voter(account=2, username="renovate[bot]", role=30), "are a bot"),
    ],
)
def test_who_left_and_what_is_no_person_does_not_count(voter, why):
    assert excluded(voter, Parties(commits=())) == why


def test_the_name_at_the_identity_provider_is_as_good_as_the_one_here():
    voter = Voter(account=2, username="mia.lang", role=30, logins=("Mia-L",))
    assert excluded(voter, Parties(commits=("7-mia-l@users.noreply.gitlab.com",))) == "wrote commits of it"
    assert excluded(voter, Parties(author_names=("mia-l",))) == "opened this release"
    assert excluded(voter, Parties(commits=("7+lang@users.noreply.github.com",))) is None


def test_an_address_left_out_matches_nobody():
    assert (
        excluded(Voter(account=2, username="mia", role=30, emails=("",)), Parties(commits=("", " "))) is None
    )
