"""GitLab: the scopes of a project or group access token, which acts with a role."""

from __future__ import annotations

from maturity.core.marked import gettext_noop
from maturity.core.permissions.asked import Need, Permission, asked_for

ROLE = "Developer"
PERMISSIONS = (
    Permission(
        "read_repository", "read_repository", "", Need.SCAN,
        gettext_noop("Clone the repository for its scan."),
        gettext_noop("Public repositories are scanned without a token."),
    ),
    Permission(
        "read_api", "read_api", "", Need.PULLS,
        gettext_noop("List merge requests, approvals, pipelines, notes, members, topics, and projects."),
        gettext_noop("Plans that CI sends to Rungs are shown all the same."),
    ),
    Permission(
        "api", "api", "", Need.COMMENTS,
        gettext_noop("Keep one summary of the plans on each merge request. GitLab has no narrower scope."),
        gettext_noop("Rungs writes nothing. This is the only right to write it ever asks for."),
    ),
)  # fmt: skip

EVENTS = (
    "Push events", "Tag push events", "Comments", "Merge request events", "Pipeline events",
    "Deployment events", "Releases events",
)  # fmt: skip


def token_scopes(*, comments: bool = False) -> list[Permission]:
    return asked_for(PERMISSIONS, {*Need} if comments else {*Need} - {Need.COMMENTS})
