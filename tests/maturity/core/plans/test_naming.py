"""The names under which the cloud's audit trail knows what drifted."""

from __future__ import annotations

from typing import Any

from tests.maturity.core.plans.making import everything, only, reading, resource


def names(state: dict[str, Any], address: str = "aws_security_group.web", **masks: Any) -> tuple[str, ...]:
    """Of a resource whose description was changed outside."""
    before, after = {**state, "description": "a"}, {**state, "description": "b"}
    drifted = resource(address, "update", before, after, **masks)
    return only(reading(resource(address, "update", after, before), drift=[drifted])).names


def test_what_drifted_is_known_by_its_id_and_its_name() -> None:
    assert names({"id": "sg-1", "name": "web", "arn": "arn:aws:ec2:sg-1"}) == (
        "sg-1",
        "web",
        "arn:aws:ec2:sg-1",
    )
    assert names({"id": "web", "name": "web"}) == ("web",)


def test_a_name_that_is_marked_is_not_kept() -> None:
    assert names({"id": "sg-1", "name": "hunter22"}, before_sensitive={"name": True}) == ("sg-1",)
    assert names({"id": "sg-1"}, before_sensitive=True) == ()


def test_a_copy_of_a_secret_in_a_name_is_not_kept() -> None:
    state = {"id": "sg-hunter22", "password": "hunter22", "description": "a"}
    drifted = resource(
        "aws_x.y", "update", state, {**state, "description": "b"}, before_sensitive={"password": True}
    )
    assert "hunter22" not in everything(reading(drift=[drifted]))


def test_other_clouds_and_odd_values_have_no_names() -> None:
    assert names({"id": "x"}, "google_compute_instance.x") == ()
    assert names({"id": 7, "name": None, "arn": "a" * 301, "identifier": "a\nb"}) == ()
