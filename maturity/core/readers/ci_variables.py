"""Variables that pipelines set: those that say where state lies or what environment is meant."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import YAML, Reader
from maturity.core.readers._lines import Lines, text_of

_PLACES = (
    ".github/", ".circleci/", ".gitlab/", ".gitlab-ci", "bitbucket-pipelines", "azure-pipelines",
    "azure_pipelines", ".buildkite/", "cloudbuild", "buildspec", ".drone", ".woodpecker", ".azuredevops/",
    ".pipelines/", "pipelines/", "ci/",
)  # fmt: skip
_LINE = re.compile(
    rb"^[ \t]*(?:-[ \t]+)?(PULUMI_ACCESS_TOKEN|PULUMI_BACKEND_URL|TF_HTTP_LOCK_ADDRESS|TF_HTTP_ADDRESS"
    rb"|TF_STATE_NAME|TF_WORKSPACE|TF_VAR_(?:env|environment|stage)|(?:APP|DEPLOY|AWS|TARGET)_(?:ENV|ENVIRONMENT)"
    rb"|ENVIRONMENT|ENV|STAGE|STACK_NAME|TF_CLI_ARGS_init|environment|environment_name|env_name|stack-name)"
    rb"[ \t]*:[ \t]*(\S[^\n#]*)",
    re.MULTILINE,
)
MAX_LINES = 200


class CiVariable(Struct, frozen=True, array_like=True):
    name: str
    value: str
    line: int


class CiVariables(Struct, frozen=True):
    lines: tuple[CiVariable, ...]


def wants(path: str) -> bool:
    return path.startswith(_PLACES) or path.rpartition("/")[2].startswith(
        ("azure", "cloudbuild", "buildspec", ".gitlab-ci")
    )


def read(path: str, data: bytes) -> CiVariables | None:
    lines = Lines(data)
    found = [
        CiVariable(text_of(hit[1]), text_of(hit[2]).strip().strip("\"'")[:200], lines.at(hit.start(1)))
        for hit in _LINE.finditer(data)
    ]  # fmt: skip
    return CiVariables(tuple(found[:MAX_LINES])) if found else None


reader = Reader("ci_variables", 2, CiVariables, wants, read, ends=YAML)
