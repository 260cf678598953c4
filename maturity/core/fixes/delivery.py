"""Fixes that put plan and apply into the pipeline."""

from __future__ import annotations

from msgspec.structs import replace

from maturity.core.criterion import Fix
from maturity.core.facts.context import RepositoryContext
from maturity.core.fixes.build import pipeline
from maturity.core.fixes.jobs import Job, When
from maturity.core.fixes.tooling import CREDENTIALS, tool

GITOPS = frozenset({"flux", "argocd"})
_WORKSPACE = """\
resource "tfe_workspace" "this" {{
  name              = "CHANGE-ME"
  organization      = "CHANGE-ME"
  working_directory = "{folder}"
  auto_apply        = true

  vcs_repo {{
    identifier                 = "{repository}"
    github_app_installation_id = "CHANGE-ME"
  }}
}}
"""
_FLUX_DIFF = """\
name: Plan
on:
  pull_request:
permissions:
  contents: read
  pull-requests: write
jobs:
  diff:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        resource: [kustomization, helmrelease]
    steps:
      - uses: allenporter/flux-local/action/diff@8.0.1
        id: diff
        with:
          path: %s
          resource: ${{ matrix.resource }}
      - if: steps.diff.outputs.diff != ''
        uses: marocchino/sticky-pull-request-comment@v2
        with:
          header: ${{ matrix.resource }}
          message: |
            ```diff
            ${{ steps.diff.outputs.diff }}
            ```
"""
_ARGO_DIFF = """\
name: Plan
on:
  pull_request:
permissions:
  contents: read
  pull-requests: write
jobs:
  diff:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          path: pull-request
      - uses: actions/checkout@v4
        with:
          ref: %s
          path: main
      - run: |
          docker run --network=host -v /var/run/docker.sock:/var/run/docker.sock \\
            -v "$PWD/main:/base-branch" -v "$PWD/pull-request:/target-branch" -v "$PWD/output:/output" \\
            -e TARGET_BRANCH="$BRANCH" -e REPO="$GITHUB_REPOSITORY" dagandersen/argocd-diff-preview:v0.1.10
        env:
          BRANCH: refs/pull/${{ github.event.number }}/merge
      - run: gh pr comment "$NUMBER" --body-file output/diff.md --edit-last --create-if-none
        env:
          GH_TOKEN: ${{ github.token }}
          GH_REPO: ${{ github.repository }}
          NUMBER: ${{ github.event.number }}
"""


def _job(context: RepositoryContext, job_id: str, when: When, script: tuple[str, ...]) -> Job:
    return Job(
        id=job_id,
        when=when,
        script=script,
        directories=context.directories,
        tool=context.tool,
        image=tool(context.tool).image,
        cloud=context.cloud,
    )


def _apply(context: RepositoryContext) -> Job:
    job = _job(context, "apply", When.MERGE, tool(context.tool).apply)
    return replace(job, role="APPLY", approval="production")


def _workspace(context: RepositoryContext) -> Fix:
    """What HCP Terraform does is set up there; declared as code it can be read, here or beside."""
    directory = context.directories[0] if context.directories else ""
    content = _WORKSPACE.format(folder=directory or ".", repository=context.name)
    return Fix(
        "Let the workspaces in HCP Terraform follow this repository: it then plans every pull request and "
        "applies what is merged. Declare them, so that it can be seen.",
        "workspaces/main.tf",
        content,
    )


def plan(context: RepositoryContext) -> Fix:
    if context.platform:
        return _workspace(context)
    if context.tool in GITOPS:
        return _rendered_diff(context)
    job = _job(context, "plan", When.PULL_REQUEST, tool(context.tool).plan)
    return pipeline(
        context, "plan", "Run the plan on every pull request, so that a reviewer sees the effect.", job
    )


def _rendered_diff(context: RepositoryContext) -> Fix:
    summary = "Render both sides of every pull request and show the difference."
    if context.tool == "flux":
        content = _FLUX_DIFF % _top(context.directories)
    else:
        content = _ARGO_DIFF % context.default_branch
    return Fix(f"{summary} Add .github/workflows/plan.yml.", ".github/workflows/plan.yml", content)


def _top(directories: tuple[str, ...]) -> str:
    first = directories[0] if directories else ""
    return first.split("/")[0] or "clusters"


def shown_plan(context: RepositoryContext) -> Fix:
    if context.tool in GITOPS:
        return _rendered_diff(context)
    using = tool(context.tool)
    job = _job(context, "plan", When.PULL_REQUEST, (*using.plan, *using.show))
    job = replace(job, shows="plan.txt")
    return pipeline(context, "plan", "Post the plan where the change is discussed.", job)


def apply(context: RepositoryContext) -> Fix:
    if context.platform:
        return _workspace(context)
    job = _apply(context)
    summary = (
        "Let the pipeline apply what was merged; the environment asks a person first where you want that."
    )
    return pipeline(context, "apply", summary, job)


def serialised_apply(context: RepositoryContext) -> Fix:
    if context.system in ("", "github-actions"):
        content = "concurrency:\n  group: apply-${{ github.ref }}\n  cancel-in-progress: false\n"
        return Fix(
            "Give the job that applies a lock, so that a second run waits instead of racing.", "", content
        )
    if context.system == "gitlab-ci":
        return Fix(
            "Give the job that applies a resource group.", ".gitlab-ci.yml", "  resource_group: apply\n"
        )
    if context.system == "azure-pipelines":
        summary = "Add an exclusive lock check to the environment, and let runs wait for it."
        return Fix(summary, "", "lockBehavior: sequential\n")
    if context.system == "jenkins":
        return Fix("Do not build twice at once.", "Jenkinsfile", "options { disableConcurrentBuilds() }\n")
    return Fix("Give the job that applies a lock of its own, so that a second run waits instead of racing.")


def saved_plan(context: RepositoryContext) -> Fix:
    job = _apply(context)
    summary = "Write the plan to a file and apply that file: what was shown is then what is done."
    return pipeline(context, "apply", summary, job)


def keyless(context: RepositoryContext) -> Fix:
    cloud = context.cloud or "aws"
    steps = "\n".join(line.replace("%s", "APPLY") for line in CREDENTIALS[cloud])
    if context.system in ("", "github-actions"):
        summary = "Let the cloud trust the workflow's own identity, and delete the stored keys."
        return Fix(summary, "", f"permissions:\n  contents: read\n  id-token: write\n\n# steps:\n{steps}\n")
    if context.system == "gitlab-ci":
        return Fix(
            "Ask GitLab for a token the cloud trusts, and delete the stored keys.", ".gitlab-ci.yml",
            "id_tokens:\n  CLOUD_TOKEN:\n    aud: https://gitlab.com\n",
        )  # fmt: skip
    return Fix("Let the cloud trust your CI system's OpenID Connect identity, and delete the stored keys.")
