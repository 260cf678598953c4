from __future__ import annotations

import pytest

from maturity.core.pulls.matching import Place, covering, find
from maturity.core.pulls.seen import Said, State

PLACES = [
    Place(1, "live/prod/network", environment="prod"),
    Place(2, "live/stage/network", environment="stage"),
    Place(3, "live/prod/db", name="orders-db"),
    Place(4, "shared", workspace="blue"),
    Place(5, "shared", workspace=""),
]
MEANT = [
    ({"directory": "live/prod/network"}, 1),
    ({"directory": "./live/prod/network/"}, 1),
    ({"directory": "live/prod"}, None),
    ({"directory": "shared", "workspace": "blue"}, 4),
    ({"directory": "shared", "workspace": "default"}, 5),
    ({"directory": "shared", "workspace": "green"}, None),
    ({"name": "orders-db"}, 3),
    ({"name": "live/prod/network"}, 1),
    ({"name": "live/prod/network/default"}, 1),
    ({"name": "shared/blue"}, 4),
    ({"name": "live-stage-network"}, 2),
    ({"name": "prod-network"}, 1),
    ({"name": "network-prod"}, 1),
    ({"name": "network"}, None),
    ({"name": "db"}, 3),
    ({"name": "something else"}, None),
    ({"name": "---"}, None),
    ({}, None),
    ({"whole": True}, None),
    ({"whole": True, "cell": "live/prod/network, eu-west-1"}, 1),
    ({"whole": True, "cell": "eu-west-1"}, None),
    ({"whole": True, "cell": "orders-db, live/prod/network"}, None),
]


@pytest.mark.parametrize(("said", "expected"), MEANT)
def test_the_stack_is_found_or_none_rather_than_a_wrong_one(said: dict[str, object], expected: int | None):
    assert find(Said(state=State.CHANGED, **said), PLACES) == expected  # type: ignore[arg-type]


def test_the_only_stack_is_meant_when_no_name_is_told():
    assert find(Said(state=State.CHANGED), PLACES[:1]) == 1
    assert find(Said(state=State.CHANGED, whole=True), PLACES[:1]) == 1
    assert find(Said(state=State.CHANGED), []) is None


def test_a_change_touches_the_stacks_whose_folders_it_is_in():
    places = [Place(1, "prod"), Place(2, "prod-eu"), Place(3, ""), Place(4, "prod/db")]
    assert covering(["prod/main.tf"], places) == [1]
    assert covering(["prod/db/files/a.json"], places) == [1, 4]
    assert covering(["main.tf"], places) == [3]
    assert covering([], places) == []
