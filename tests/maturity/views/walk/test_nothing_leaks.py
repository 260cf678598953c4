"""With open reading off, no page says anything of another team: all of it is called "zebra"."""

from __future__ import annotations

import pytest

from maturity.models import Organisation
from tests.maturity.views.walk.rules import never, nobody, not_machine
from tests.maturity.views.walk.table import LISTS, TABLE
from tests.maturity.views.walk.world import OTHER, OWN, World

QUERIES = [
    "/find/?q=r", "/repos/?q=a", "/drift/?since=all", "/drift/?stack={stack}&since=all",
    "/drift/?before={episode}", "/drift/?after={stack}", "/drift/?stacks=checked", "/plans/?before=1",
    "/plans/?older={plan}", "/inbox/?before=99999999",
]  # fmt: skip
PAGES = [row.address for row in TABLE.values() if row.get not in (never, nobody, not_machine)]


@pytest.fixture
def closed(world: World) -> World:
    Organisation.objects.update_or_create(pk=1, defaults={"open_read": False})
    return world


@pytest.mark.parametrize("address", PAGES)
def test_no_page_of_one_s_own_names_what_is_another_team_s(closed: World, address: str) -> None:
    response = closed.clients["admin"].get(address.format(**closed.things[OWN]))
    assert "zebra" not in response.content.decode(errors="replace")


@pytest.mark.parametrize("address", QUERIES)
def test_no_filter_and_no_cursor_reaches_what_is_another_team_s(closed: World, address: str) -> None:
    response = closed.clients["admin"].get(address.format(**closed.things[OTHER]))
    assert response.status_code == 200
    assert "zebra" not in response.content.decode()


@pytest.mark.parametrize("address", [row.address for row in LISTS.values() if row.get is not never])
def test_who_belongs_to_no_team_reads_of_none(closed: World, address: str) -> None:
    text = closed.clients["loner"].get(address).content.decode()
    assert "zebra" not in text
    assert "alpha" not in text


def test_the_same_pages_name_it_where_reading_is_open(world: World) -> None:
    Organisation.objects.update_or_create(pk=1, defaults={"open_read": True})
    said = [address for address in PAGES if "{" not in address and _says(world, address)]
    assert {"/", "/repos/", "/drift/", "/plans/", "/inbox/", "/teams/"} <= set(said)


def _says(world: World, address: str) -> bool:
    return "zebra" in world.clients["loner"].get(address).content.decode()
