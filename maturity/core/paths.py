"""What a path says about the file: vendored, a sample, or of which environment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_VENDORED = re.compile(
    r"(?:^|/)(?:\.terraform|\.terragrunt-cache|node_modules|vendor|third_party|cdk\.out|cdktf\.out|\.git|\.venv|venv"
    r"|bower_components|site-packages)/"
)
_SAMPLE = re.compile(
    r"(?:^|/)(?:\.?examples?|samples?|tests?|testdata|test-?fixtures?|fixtures?|__tests__|integrationtests?|e2e|templates?"
    r"|testing|molecule|docs?|demos?|scaffolds?|skeletons?|cookiecutters?|boilerplates?)(?:/|$)",
    re.IGNORECASE,
)
_PRODUCTION = frozenset({
    "prod", "production", "prd", "live", "produccion", "producao", "produzione", "produktion",
})  # fmt: skip
_OTHER = {
    "stage": "stage", "staging": "stage", "stg": "stage", "preprod": "preprod", "uat": "uat", "test": "test",
    "tst": "test", "qa": "qa", "dev": "dev", "development": "dev", "develop": "dev", "intg": "test",
    "integration": "test", "sandbox": "sandbox", "sbx": "sandbox", "nonprod": "nonprod", "demo": "demo",
    "desarrollo": "dev", "desenvolvimento": "dev", "sviluppo": "dev", "entwicklung": "dev",
    "integracion": "test", "pruebas": "test", "recette": "test", "homologacao": "stage", "homolog": "stage",
    "hml": "stage", "preproduccion": "preprod", "preproduction": "preprod",
}  # fmt: skip
_WORDS = re.compile(r"[^/._\-]+")


@lru_cache(maxsize=65536)
def is_vendored(path: str) -> bool:
    """Generated or third-party: never evidence about this repository."""
    return _VENDORED.search(path) is not None


@lru_cache(maxsize=65536)
def is_sample(path: str) -> bool:
    """Under a folder of examples, tests, fixtures, templates or documentation."""
    return _SAMPLE.search(path) is not None


@lru_cache(maxsize=65536)
def environment(text: str) -> str:
    """The environment a path, workspace or file name speaks of: "prod", "stage", …, or ""."""
    if re.search(r"non[-_]?prod", text, re.IGNORECASE):
        return "nonprod"
    words = [word.lower() for word in _WORDS.findall(text)]
    for word in reversed(words):
        if word in _PRODUCTION:
            return "prod"
        if word in _OTHER:
            return _OTHER[word]
    return ""


def folder(path: str) -> str:
    """The folder of a path, "" at the top."""
    return path.rpartition("/")[0]


def upwards(place: str | None) -> Iterator[str]:
    """The folder itself and every one above it, the top last. None: nobody knows where, so none."""
    while place:
        yield place
        place = folder(place)
    if place is not None:
        yield ""


def join(base: str, path: str) -> str | None:
    """`path` as written in folder `base`, from the top of the repository; None when it leaves the repository.

    "$GITHUB_WORKSPACE/x", "./x" and "x/" are all the same place.
    """
    parts: list[str] = [] if path.startswith("/") else [part for part in base.split("/") if part]
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part == "..":
            if not parts:
                return None
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
