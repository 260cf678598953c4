"""Which folders are live."""

from __future__ import annotations

import pytest

from maturity.core.stacks._places import is_live
from tests.maturity.core.stacks.scanning import files_of


@pytest.mark.parametrize(
    ("beside", "live"),
    [
        (["live/prod"], True),
        (["live/dev", "live/stage"], True),
        (["live/dev"], False),
        (["live/qa/prod", "dev", "stage"], False),
        (["live/modules"], False),
    ],
)
def test_a_folder_named_test_is_an_environment_only_beside_others(beside, live):
    files = files_of({f"{folder}/main.tf": "" for folder in ["live/test", *beside]})
    assert is_live("live/test/main.tf", files) is live


def test_a_retired_folder_is_not_live():
    files = files_of({"prod/older/main.tf": "", "_old/prod/main.tf": ""})
    assert is_live("prod/older/main.tf", files)
    assert not is_live("_old/prod/main.tf", files)


def test_the_folders_right_in_a_folder_are_known_by_name():
    files = files_of({"a/b/c/main.tf": "", "a/d/main.tf": "", "main.tf": "", "e/main.tf": ""})
    assert set(files.folders_in("")) == {"a", "e"}
    assert set(files.folders_in("a")) == {"b", "d"}
    assert not files.folders_in("a/d")
    assert not files.folders_in("nowhere")
