"""What a form names belongs to whoever sends it: the id of something of another team changes nothing."""

from __future__ import annotations

import pytest
from django.db import transaction

from maturity.models import Organisation
from tests.maturity.views.walk.rows import dump
from tests.maturity.views.walk.table import TABLE
from tests.maturity.views.walk.world import OTHER, OWN, World
from tests.releases.walk import FOREIGN

# Address of one's own thing, and what is sent with it; {o_…} is the other team's.
SENT: list[tuple[str, dict[str, str]]] = [
    ("/stacks/{stack}/mode/", {"mode": "pull", "connection": "{o_connection}"}),
    ("/stacks/{stack}/noise/", {"rule": "{o_rule}"}),
    ("/repos/{repository}/tokens/revoke/", {"token": "{o_token}"}),
    ("/repos/{repository}/team/", {"team": "{o_team}"}),
    ("/repos/{repository}/team/", {"team": ""}),
    ("/repos/connect/", {"url": "https://github.com/a/b", "team": "{o_team}"}),
    ("/connections/new/", {"name": "mine", "team": "{o_team}"}),
    ("/connections/new/", {"name": "mine", "team": ""}),
    ("/teams/{team}/tokens/revoke/", {"token": "{o_team_token}"}),
    ("/teams/{team}/tokens/revoke/", {"token": "{o_token}"}),
    ("/settings/noise/", {"rule": "{o_rule}"}),
    ("/settings/schedules/", {"schedule": "{o_schedule}", "how": "off"}),
    ("/settings/outbox/{channel}/resend/", {"message": "{o_message}"}),
    ("/settings/outbox/{channel}/drop/", {"message": "{o_message}"}),
    ("/settings/channels/new/email/", {"name": "a", "to": "a@example.com", "team": "{o_team}"}),
    ("/teams/{team}/members/remove/", {"user": "{o_team}-one"}),
    ("/drift/check/", {"stack": "{o_stack}"}),
    ("/drift/check/", {"team": "{o_team}"}),
    *FOREIGN,
]
CLOSED_ONLY = [("/drift/{episode}/assign/", {"owner": "{o_team}-one"})]
NESTED = [
    "/settings/channels/{channel}/routes/{o_route}/",
    "/settings/channels/{o_channel}/routes/{route}/",
    "/repos/{repository}/run/{o_scan}/",
    "/stacks/{stack}/runs/{o_check}/",
    "/stacks/{o_stack}/runs/{check}/",
    "/repos/{o_repository}/run/{scan}/",
]


def named(world: World) -> dict[str, object]:
    return {**world.things[OWN], **{f"o_{name}": value for name, value in world.things[OTHER].items()}}


@pytest.mark.parametrize("open_read", [True, False])
@pytest.mark.parametrize(("address", "sent"), SENT + CLOSED_ONLY)
def test_the_id_of_another_team_s_thing_changes_nothing(
    world: World, address: str, sent: dict[str, str], open_read: bool
) -> None:
    open_read = open_read and (address, sent) not in CLOSED_ONLY
    Organisation.objects.update_or_create(pk=1, defaults={"open_read": open_read})
    names, before = named(world), dump()
    given = {key: value.format(**names) for key, value in sent.items()}
    response = world.clients["admin"].post(address.format(**names), given)
    assert response.status_code in (302, 403, 404, 422)
    assert dump() == before


@pytest.mark.parametrize("address", NESTED)
def test_a_thing_is_not_found_under_another_team_s(world: World, address: str) -> None:
    Organisation.objects.update_or_create(pk=1, defaults={"open_read": False})
    assert world.clients["admin"].get(address.format(**named(world))).status_code == 404


# Columns no form has.
MORE = """
    id pk team_id team_by team_why archived is_superuser is_staff is_active admin_by level
    possible_level source created_by created_by_id created_at digest verbs repository repository_id
    stack_id actor external_id account webhook_version connected_by scan_error password inbox_seen
    state_given declared gone_at calendar owner_id acknowledged_by acknowledged_by_id ended_at
    user_id memberships last_used_at
"""
POSTED = [route for route, row in TABLE.items() if row.sent]


@pytest.mark.parametrize("route", POSTED)
def test_fields_nobody_asked_for_change_nothing(world: World, route: str) -> None:
    row, own, other = TABLE[route], world.things[OWN], world.things[OTHER]
    sent = {key: value.format(**own) for key, value in row.sent.items()}
    extra = {name: str(other["repository_pk"]) for name in MORE.split()}
    address, after = row.address.format(**own), []
    for given in (sent, extra | sent):
        with transaction.atomic():
            assert world.clients["root"].post(address, given).status_code in (200, 302, 403)
            after.append(dump())
            transaction.set_rollback(True)
    assert after[0] == after[1]
