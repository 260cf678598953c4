"""Which variables of an environment are flags, and which files are looked at."""

from __future__ import annotations

import re

from maturity.core.paths import environment, is_sample, is_vendored
from releases.core.environments import Environment, environment_of

# FF_ and FEATURE_, also behind the word by which a bundler hands a variable to browsers
VARIABLE = re.compile(
    r"(?:(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|REACT_APP|VITE|GATSBY|PUBLIC)_)?(?:FF|FEATURE)_[A-Z0-9_]{1,180}"
)
WORDS = (b"FF_", b"FEATURE_")
KEY = re.compile(r"[^\W\d][\w.:/-]{0,199}", re.ASCII)
LANGUAGES = {
    ".py": "python", ".rb": "ruby", ".go": "go",
    **dict.fromkeys(
        (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte", ".java", ".kt",
         ".kts", ".scala", ".cs", ".php", ".rs", ".swift"), "javascript",
    ),
}  # fmt: skip
_TEST = re.compile(r"[._-](?:test|spec|stories|mock)s?\.|(?:^|/)(?:test_|conftest\.)|_test\.go$|\.min\.js$")


def is_variable(text: str) -> bool:
    return VARIABLE.fullmatch(text) is not None


def is_key(text: str) -> bool:
    return KEY.fullmatch(text) is not None


def suffix(path: str) -> str:
    name = path.rpartition("/")[2]
    return name[name.rfind(".") :] if "." in name else ""


def is_ours(path: str) -> bool:
    """Neither another's code, nor a sample, nor a test: what runs."""
    return not (is_vendored(path) or is_sample(path) or _TEST.search(path))


def is_code(path: str) -> bool:
    return suffix(path) in LANGUAGES and is_ours(path)


def where(path: str) -> Environment | None:
    """The environment a path speaks of, when it is one that releases go to."""
    return environment_of(environment(path))
