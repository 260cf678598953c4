"""GitHub: a fine-grained token, or a GitHub App made from a manifest."""

from __future__ import annotations

import json

from maturity.core.marked import gettext_noop
from maturity.core.permissions.asked import Need, Permission, asked_for

PERMISSIONS = (
    Permission(
        "metadata", "Metadata", "read", Need.SCAN,
        gettext_noop("Find the repository, its topics, and those of an organisation that are imported."),
        gettext_noop("GitHub gives it with every other right."),
    ),
    Permission(
        "contents", "Contents", "read", Need.SCAN,
        gettext_noop("Clone the repository for its scan, and tell when commits were made."),
        gettext_noop("Public repositories are scanned without any right."),
    ),
    Permission(
        "pull_requests", "Pull requests", "read", Need.PULLS,
        gettext_noop("List pull requests, and read their reviews and what plan bots write on them."),
        gettext_noop("Plans that CI sends to Rungs are shown all the same."),
    ),
    Permission(
        "checks", "Checks", "read", Need.PULLS,
        gettext_noop("See the plan jobs of a pull request, and the checks of a commit that is released."),
        gettext_noop("What bots write as a comment or a status still counts."),
    ),
    Permission(
        "statuses", "Commit statuses", "read", Need.PULLS,
        gettext_noop("See what Atlantis, HCP Terraform and others set as a status of a commit."),
        gettext_noop("What bots write as a comment or a check still counts."),
    ),
    Permission(
        "actions", "Actions", "read", Need.EVENTS,
        gettext_noop("Be told when a workflow run ends."),
        gettext_noop("It is seen with the next look, some minutes later."),
    ),
    Permission(
        "issues", "Issues", "read", Need.EVENTS,
        gettext_noop("Be told of comments on pull requests: to GitHub they are comments on issues."),
        gettext_noop("They are seen with the next look, some minutes later."),
    ),
    Permission(
        "deployments", "Deployments", "write", Need.RELEASES,
        gettext_noop("Be told which version is where, and answer deployments that wait for a release."),
        gettext_noop("Pipelines tell and ask Rungs themselves, with a token."),
    ),
    Permission(
        "pull_requests", "Pull requests", "write", Need.COMMENTS,
        gettext_noop("Keep one summary of the plans on each open pull request."),
        gettext_noop("Rungs writes nothing on pull requests."),
    ),
)  # fmt: skip

# What a webhook is told of: as the API calls it, as the page does, and the right an App needs for it.
EVENTS = {
    "check_run": ("Check runs", "checks"),
    "check_suite": ("Check suites", "checks"),
    "create": ("Branch or tag creation", "contents"),
    "deployment": ("Deployments", "deployments"),
    "deployment_protection_rule": ("Deployment protection rules", "deployments"),
    "deployment_status": ("Deployment statuses", "deployments"),
    "issue_comment": ("Issue comments", "issues"),
    "pull_request": ("Pull requests", "pull_requests"),
    "push": ("Pushes", "contents"),
    "release": ("Releases", "contents"),
    "status": ("Statuses", "statuses"),
    "workflow_run": ("Workflow runs", "actions"),
}
CLASSIC = "repo"
CLASSIC_PUBLIC = "public_repo"


def app_permissions(*, comments: bool = False) -> list[Permission]:
    return asked_for(PERMISSIONS, {*Need} if comments else {*Need} - {Need.COMMENTS})


def token_permissions(*, comments: bool = False) -> list[Permission]:
    """Of a fine-grained token, which is told of nothing."""
    needs = {Need.SCAN, Need.PULLS, *([Need.COMMENTS] if comments else [])}
    return asked_for(PERMISSIONS, needs)


def manifest(url: str, hook: str, *, comments: bool = False) -> str:
    """The manifest of a GitHub App, as JSON.

    url   of this installation
    hook  where the App's events go
    """
    wanted = {
        "name": "Rungs",
        "url": url,
        "hook_attributes": {"url": hook, "active": True},
        "public": False,
        "default_permissions": {one.key: one.access for one in app_permissions(comments=comments)},
        "default_events": list(EVENTS),
    }
    return json.dumps(wanted, indent=2)


def form_fields(url: str, hook: str, *, comments: bool = False) -> list[tuple[str, str]]:
    """The same, as the query of the page on which GitHub makes an App: it opens filled in."""
    plain = [
        ("name", "Rungs"),
        ("url", url),
        ("webhook_url", hook),
        ("webhook_active", "true"),
        ("public", "false"),
    ]
    rights = [(one.key, one.access) for one in app_permissions(comments=comments)]
    return [*plain, *rights, *(("events[]", event) for event in EVENTS)]
