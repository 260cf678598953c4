"""Groups of the provider: which it told, and what they give and take."""

from __future__ import annotations

from typing import Any

import pytest

from maturity.accounts import groups
from maturity.models import Event, GroupGrant, Membership, Role, Told, User
from tests.factories import make_membership, make_team


def test_what_a_person_gave_is_left_alone(mo: User) -> None:
    team = make_team()
    make_membership(mo, team, Role.APPROVER)
    GroupGrant.objects.create(group="net", team=team, role=Role.VIEWER)
    groups.sync(mo, ["net"])
    assert set(Membership.objects.values_list("source", "role")) == {("person", 30), ("oidc", 10)}
    groups.sync(mo, [])
    assert Membership.objects.get().source == Told.PERSON


def test_administrators_by_group_are_taken_back_and_others_never(mo: User) -> None:
    GroupGrant.objects.create(group="root", team=None, role=Role.ADMIN)
    groups.sync(mo, ["root"])
    assert (mo.is_superuser, mo.is_staff, mo.admin_by) == (True, True, "oidc")
    groups.sync(mo, [])
    assert (mo.is_superuser, mo.is_staff, mo.admin_by) == (False, False, "person")
    User.objects.filter(pk=mo.pk).update(is_superuser=True)
    mo.refresh_from_db()
    groups.sync(mo, ["root"])
    groups.sync(mo, [])
    assert mo.is_superuser


def test_nothing_new_leaves_no_event(mo: User) -> None:
    GroupGrant.objects.create(group="net", team=make_team(), role=Role.VIEWER)
    for _ in range(3):
        groups.sync(mo, ["net", "other"])
    assert Event.objects.filter(kind="groups.applied").count() == 1


@pytest.mark.parametrize(
    ("claim", "answers", "told"),
    [
        ("groups", {"id_token": {"groups": ["a"]}, "userinfo": {"groups": ["b", "a"]}}, {"a", "b"}),
        ("groups", {"id_token": {"groups": "a"}, "userinfo": None}, {"a"}),
        ("groups", {"id_token": {}, "userinfo": {}}, set()),
        ("groups", {"id_token": {"groups": [1, None, {"a": 1}, "", "x" * 201, "a"]}}, {"a"}),
        ("groups", {"id_token": {"groups": {"a": 1}}}, set()),
        ("realm_access.roles", {"id_token": {"realm_access": {"roles": ["a"]}}}, {"a"}),
        ("realm_access.roles", {"id_token": {"realm_access": "a"}}, set()),
        ("https://acme.example/groups", {"id_token": {"https://acme.example/groups": ["a"]}}, {"a"}),
        ("groups", {"id_token": {"_claim_names": {"groups": "src1"}}}, None),
    ],
)
def test_groups_are_read_from_what_the_provider_says(
    settings: Any, claim: str, answers: Any, told: Any
) -> None:
    settings.RUNGS_OIDC_GROUPS_CLAIM = claim
    assert groups.told_by(answers) == told


def test_of_very_many_groups_the_first_thousand_count(settings: Any) -> None:
    answers = {"id_token": {"groups": [f"g{number}" for number in range(5000)]}}
    assert len(groups.told_by(answers) or ()) == 1000
