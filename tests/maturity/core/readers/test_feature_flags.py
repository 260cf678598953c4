from __future__ import annotations

import pytest

from maturity.core.readers.feature_flags import reader
from tests.maturity.core.readers.reading import read


@pytest.mark.parametrize(
    ("path", "text", "form", "flags"),
    [
        (
            "src/featureFlags.ts",
            "export interface FeatureFlags {\n  newSearch: boolean;\n  beta: boolean;\n}\n",
            "typed",
            2,
        ),
        ("app/feature_flags.py", "class FeatureFlags(BaseModel):\n    search: bool = False\n", "typed", 1),
        ("src/feature-flags.js", "export const flags = {\n  search: false,\n};\n", "map", 1),
        ("config/feature_flags.py", "ENABLE_SEARCH = False\nENABLE_MAPS = True\n", "map", 2),
        ("src/featureFlags/index.js", "export function useFlag() {\n  return flags.a;\n}\n", "access", 1),
        ("flagd.json", '{"flags": {"search": {}, "maps": {}}}', "data", 2),
    ],
)
def test_a_definition_is_typed_a_map_data_or_access(path: str, text: str, form: str, flags: int) -> None:
    found = read(reader, path, text)
    assert found is not None
    assert (found.form, found.flags) == (form, flags)


@pytest.mark.parametrize(
    "path", ["cmd/flags.go", "src/featureFlags.test.ts", "src/feature.ts", "lib/flags.py"]
)
def test_command_line_flags_tests_and_features_are_not_wanted(path: str) -> None:
    assert not reader.wants(path)
