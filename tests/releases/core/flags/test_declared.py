"""Files that declare flags, as they are written in the wild."""

from __future__ import annotations

from datetime import date

import pytest

from releases.core.flags import read


def declared(path, text):
    return {one.key: (one.type, one.default) for one in read(path, text.encode()).declared}


TS_MAP = """import { env } from './env';
export const FLAGS = {
  newSearch: false,
  'max-items': 30,
  theme: 'blue',
  FF_WARM: process.env.FF_WARM === 'true',
  nested: { deep: true },
} as const;
"""
TS_TOLD = """export const flags = defineFlags({
  newSearch: { type: 'boolean', default: false, description: 'The new search', owner: 'team-find',
    expires: '2026-12-31', kind: 'experiment', off: false },
  limit: flag({ defaultValue: 3 }),
} satisfies FlagMap);
"""
TS_TYPES = """export interface FeatureFlags {
  newSearch: boolean;
  limit?: number;
}
export const defaults: FeatureFlags = { newSearch: true, limit: 3 };
"""
PY_CLASS = '''class FeatureFlags(BaseSettings):
    """All flags."""
    FF_SEARCH: bool = False
    limit: int = 3
    theme: str = "blue"
    ratio: float
'''
TS_TYPED = """export const FF_SIZE: number = Number(process.env.FF_SIZE ?? '3');
export const FLAGS: Record<string, FlagDef<boolean>> = {
  sharedAp: { envVar: 'FF_SHARED', defaultValue: true, description: "it's" },
};
"""
PY_FIELDS = """class Flag:
    name: str
    default: bool = False
class Flags(BaseSettings):
    shared: bool = Field(default=False, env="FF_SHARED", description="x")
    def is_on(self, which: str = "x") -> bool:
        local: int = 3
"""
PY_CONSTANTS = """FF_SEARCH = os.getenv("FF_SEARCH", "true") == "true"
ENABLE_MAPS = False
MAX: int = 3
lower = 1
"""
PY_MAP = """FLAGS = {
    "search": Flag(default=False, owner="find", kind="kill_switch"),
    "maps": {"type": bool, "default": True},
}
"""


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "src/featureFlags.ts", TS_MAP,
            {"newSearch": ("boolean", False), "max-items": ("number", 30), "theme": ("string", "blue"),
             "FF_WARM": ("boolean", False), "deep": ("boolean", True)},
        ),
        ("src/feature-flags.ts", TS_TOLD, {"newSearch": ("boolean", False), "limit": ("number", 3)}),
        ("src/featureFlags.ts", TS_TYPES, {"newSearch": ("boolean", True), "limit": ("number", 3)}),
        (
            "app/feature_flags.py", PY_CLASS,
            {"FF_SEARCH": ("boolean", False), "limit": ("number", 3), "theme": ("string", "blue"),
             "ratio": ("number", None)},
        ),
        ("src/featureFlags.ts", TS_TYPED, {"FF_SIZE": ("number", 3), "sharedAp": ("boolean", True)}),
        ("app/feature_flags.py", PY_FIELDS, {"name": ("string", None), "shared": ("boolean", False)}),
        (
            "app/feature_flags.py", PY_CONSTANTS,
            {"FF_SEARCH": ("boolean", True), "ENABLE_MAPS": ("boolean", False), "MAX": ("number", 3)},
        ),
        ("app/feature_flags.py", PY_MAP, {"search": ("boolean", False), "maps": ("boolean", True)}),
        (
            "config/flags.json", '{"newSearch": false, "limit": {"type": "number", "default": 3}}',
            {"newSearch": ("boolean", False), "limit": ("number", 3)},
        ),
        (
            "config/flags.yaml", 'flags:\n  search:\n    default: "on"\n    type: boolean\n  theme: blue\n',
            {"search": ("boolean", True), "theme": ("string", "blue")},
        ),
        (
            "config/features.json", '{"features": [{"name": "search", "enabled": true}, {"no": 1}, 3]}',
            {"search": ("boolean", True)},
        ),
    ],
)  # fmt: skip
def test_a_file_declares_types_and_defaults(path, text, expected):
    assert declared(path, text) == expected


def test_what_a_file_says_besides_is_kept_with_its_line():
    one = read("src/feature-flags.ts", TS_TOLD.encode()).declared[0]
    assert (one.line, one.about, one.owner) == (2, "The new search", "team-find")
    assert (one.expires, one.kind, one.off) == (date(2026, 12, 31), "experiment", False)


@pytest.mark.parametrize("path", ["src/other.ts", "tests/featureFlags.ts", "src/featureFlags.test.ts"])
def test_a_file_of_another_name_and_a_test_declare_nothing(path):
    assert declared(path, TS_MAP) == {}


def test_a_default_that_looks_like_a_secret_is_never_told():
    text = '{"apiToken": "hunter2", "x": "AKIAABCDEFGHIJKLMNOP", "plain": "blue"}'
    assert [value for _, value in declared("config/flags.json", text).values()] == [
        "[redacted]",
        "[redacted]",
        "blue",
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("config/flags.json", "{" * 5_000),
        ("config/flags.yaml", "a: &a [*a, *a]\nb: *a\n"),
        ("src/featureFlags.ts", "export const a = {" * 5_000),
        ("src/featureFlags.ts", "a: {b: " * 20_000),
        ("config/flags.json", '{"' + "k" * 5_000 + '": true, "<script>": true, "a\\u0000b": 1}'),
    ],
)
def test_hostile_files_are_broken_or_empty_and_end_soon(path, text):
    told: object = {}
    try:
        told = declared(path, text)
    except ValueError as error:
        told = {} if len(str(error)) < 200 else error
    assert told == {}


def test_flagd_declares_its_flags_and_sets_them_where_its_path_says_so():
    text = (
        '{"flags": {"search": {"state": "ENABLED", "variants": {"on": true, "off": false},'
        ' "defaultVariant": "off"}, "theme": {"state": "ENABLED", "variants": {"a": "blue"},'
        ' "defaultVariant": "a", "targeting": {"if": [1]}}}}'
    )
    assert declared("flagd.json", text) == {"search": ("boolean", False), "theme": ("string", "blue")}
    valued = read("prod/flagd.json", text.encode()).valued
    assert [(one.key, one.environment, one.value, one.note) for one in valued] == [
        ("search", "prod", False, ""),
        ("theme", "prod", "blue", "targeted"),
    ]
