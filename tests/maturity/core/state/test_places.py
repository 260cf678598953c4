from __future__ import annotations

import pytest

from maturity.core.state.places import Place, place_of


def test_a_place_names_its_lock_file_and_its_lock_item() -> None:
    place = place_of("s3://acme-state/network/prod.tfstate")
    assert place == Place("acme-state", "network/prod.tfstate")
    assert (place.lock_key, place.lock_id) == (
        "network/prod.tfstate.tflock",
        "acme-state/network/prod.tfstate",
    )


@pytest.mark.parametrize(
    "text",
    ["", "acme-state/key", "s3://acme-state", "s3://acme-state/", "s3://a/key", "gs://acme-state/key",
     "s3://acme-state//key", "s3://acme-state/a\nb", "s3://${var.bucket}/key",
     "s3://acme-state/" + "k" * 641],
)  # fmt: skip
def test_what_is_no_place_in_s3_is_none(text: str) -> None:
    assert place_of(text) is None


@pytest.mark.parametrize(
    ("workspace", "prefix", "key"),
    [
        ("", "", "net/a"),
        ("default", "", "net/a"),
        ("stage", "", "env:/stage/net/a"),
        ("stage", "workspaces", "workspaces/stage/net/a"),
        ("stage", "/deep/er/", "deep/er/stage/net/a"),
    ],
)
def test_a_workspace_has_a_key_of_its_own(workspace: str, prefix: str, key: str) -> None:
    assert Place("acme-state", "net/a").in_workspace(workspace, prefix).key == key
