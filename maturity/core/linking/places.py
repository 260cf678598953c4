"""Folders as scripts write them, from the top of the repository."""

from __future__ import annotations

import re

from maturity.core import paths

MAX_TEXT = 1_000
# what CI systems call the top of the checkout
_TOP = re.compile(
    r"^(?:\$\{\{\s{0,5}github\.workspace\s{0,5}\}\}|/github/workspace|/home/runner/work/[^/]+/[^/]+"
    r"|\$\{?(?:GITHUB_WORKSPACE|CI_PROJECT_DIR|BITBUCKET_CLONE_DIR|CIRCLE_WORKING_DIRECTORY|CODEBUILD_SRC_DIR"
    r"|TRAVIS_BUILD_DIR|BUILDKITE_BUILD_CHECKOUT_PATH|DRONE_WORKSPACE|CI_WORKSPACE|WORKSPACE|BUILD_SOURCESDIRECTORY"
    r"|SYSTEM_DEFAULTWORKINGDIRECTORY|REPO_ROOT|PROJECT_ROOT|ROOT_DIR|GIT_ROOT|CURDIR|ROOT)\}?"
    r"|\$\((?:Build\.SourcesDirectory|System\.DefaultWorkingDirectory|Build\.Repository\.LocalPath"
    r"|git rev-parse --show-toplevel|CURDIR|REPO_ROOT|PROJECT_ROOT|ROOT_DIR)\)"
    r"|/workspace|~/project|~/repo)(?=/|$)",
    re.IGNORECASE,
)
_HERE = re.compile(r"^(?:\$\{?PWD\}?|\$\(pwd\)|`pwd`|\$\(CURDIR\)|\$\{?CURDIR\}?)(?=/|$)", re.IGNORECASE)
_SCRIPT = re.compile(
    r"^(?:\$\{?(?:SCRIPT_?DIR|BASH_SOURCE_DIR|SCRIPT_?PATH)\}?"
    r"|\$\(\s*cd\b[^()]{0,80}(?:\([^()]{0,80}\))?[^()]{0,60}pwd[^()]{0,10}\)"
    r"|\$\(dirname [^()]{0,60}\)|\$\{0%/\*\}|\$\{BASH_SOURCE(?:\[0\])?%/\*\})(?=/|$)",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(r"[$`*?~<>|]|\{\{|%\w+%")


def known(text: str) -> bool:
    """Whether a variable's value begins with a place we know: the top, here, or the script's own folder."""
    return any(pattern.match(text) for pattern in (_TOP, _HERE, _SCRIPT))


def inside(base: str | None, written: str | None, script: str = "") -> str | None:
    """`written` as used in folder `base`; None when it is known only at run time or lies outside.

    script  the folder of the script that says it, for `$(dirname "$0")`
    """
    if written is None or len(written) > MAX_TEXT:
        return None
    text = written.strip().strip("\"'")
    if not text:
        return base
    for pattern, start in ((_TOP, ""), (_HERE, base), (_SCRIPT, script)):
        if found := pattern.match(text):
            base, text = start, text[found.end() :].lstrip("/")
            break
    if _UNKNOWN.search(text) or text.startswith("/") or base is None:
        return None
    return paths.join(base, text)
