"""Chef, Puppet, Salt and other configuration management, told by the names of files."""

from __future__ import annotations

import re

from maturity.core.files import Files

# A recipe may lie in a folder called "files" or "templates", so only test folders are left out.
_TESTS = re.compile(r"(?:^|/)(?:tests?|spec|fixtures?|testdata|examples?)/")
_SHAPES = (
    ("ansible", re.compile(r"(?:^|/)roles/[^/]+/tasks/main\.ya?ml$")),
    ("chef", re.compile(r"(?:^|/)(?:cookbooks/[^/]+/)?(?:recipes/[^/]+\.rb|Policyfile\.rb|Berksfile)$")),
    ("puppet", re.compile(r"(?:^|/)(?:manifests/(?:.*/)?[^/]+\.pp|Puppetfile)$")),
    ("salt", re.compile(r"(?:^|/)(?:top|init)\.sls$")),
    ("nixos", re.compile(r"(?:^|/)configuration\.nix$")),
)
_ENDS = (
    "/tasks/main.yml",
    "/tasks/main.yaml",
    ".rb",
    ".pp",
    "Puppetfile",
    "Berksfile",
    ".sls",
    "configuration.nix",
)
_CHEF = re.compile(r"(?:^|/)(?:metadata\.rb|Policyfile\.rb|Berksfile)$")
MAX_EACH = 5


def recipes(files: Files) -> list[tuple[str, str]]:
    """(tool, path), a few of each tool."""
    candidates = [path for path in files.paths if path.endswith(_ENDS) and not _TESTS.search(path)]
    if not any(_CHEF.search(path) for path in candidates):
        candidates = [path for path in candidates if not path.endswith(".rb")]
    found: list[tuple[str, str]] = []
    for tool, shape in _SHAPES:
        found += [(tool, path) for path in candidates if shape.search(path)][:MAX_EACH]
    return found
