"""A pipeline job as every CI system can express it; each renderer writes it in its own words."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

MAX_DIRECTORIES = 12  # more would bury the idea; the rest is named in a comment


class When(StrEnum):
    PULL_REQUEST = "on every pull request"
    MERGE = "after the merge"
    DAILY = "every morning"


class Job(Struct, frozen=True, kw_only=True):
    """One job, run once in each directory.

    script    shell lines, run with `-e` in the stack's directory
    tool      installed first, "" for none
    image     a container that has what `script` needs, for systems that run containers
    cloud     it needs credentials: "aws", "azure", "google", ""
    role      which role it takes, in words of a variable: "PLAN" or "APPLY"
    approval  the environment a person releases it through, ""
    shows     a text file it leaves for the pull request, ""
    issue     the title of the issue it opens and closes, ""
    """

    id: str
    when: When
    script: tuple[str, ...]
    directories: tuple[str, ...] = ("",)
    tool: str = ""
    image: str = "alpine:3"
    install: tuple[str, ...] = ()
    cloud: str = ""
    role: str = "PLAN"
    approval: str = ""
    shows: str = ""
    issue: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        return self.directories[:MAX_DIRECTORIES]

    @property
    def left_out(self) -> int:
        return len(self.directories) - len(self.shown)


def sign_in(job: Job, token: str) -> tuple[str, ...]:
    """Shell lines that trade the CI system's identity token for the cloud's credentials.

    token  the variable that holds it: "$CLOUD_TOKEN"
    """
    if job.cloud == "aws":
        role = f'AWS_ROLE_ARN="${job.role}_ROLE_ARN"'
        return (
            f'printf %s "{token}" > /tmp/token',
            f"export {role} AWS_WEB_IDENTITY_TOKEN_FILE=/tmp/token",
        )
    if job.cloud == "azure":
        return (f'export ARM_USE_OIDC=true ARM_OIDC_TOKEN="{token}" ARM_CLIENT_ID="${job.role}_CLIENT_ID"',)
    return ()


def slug(*parts: str) -> str:
    """A name every system accepts, out of a directory somebody else named."""
    return re.sub(r"[^a-z0-9]+", "-", "-".join(filter(None, parts)).lower()).strip("-")[:60] or "job"


def title(job_id: str) -> str:
    return job_id.replace("-", " ").capitalize()


def indent(lines: tuple[str, ...] | list[str], spaces: int) -> list[str]:
    return [" " * spaces + line if line else "" for line in lines]


def quoted(text: str) -> str:
    """A YAML scalar in single quotes."""
    return "'" + text.replace("'", "''").replace("\n", " ") + "'"
