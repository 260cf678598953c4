"""Fixes that find drift, tell somebody, and put it right."""

from __future__ import annotations

from maturity.core.criterion import Fix
from maturity.core.facts.context import RepositoryContext
from maturity.core.fixes.build import pipeline
from maturity.core.fixes.jobs import Job, When
from maturity.core.fixes.tooling import TERRAFORM_LIKE, tool

_FIND_ISSUE = (
    """number=$(gh issue list --state open --search "\\"$TITLE\\" in:title" """
    """--json number --jq '.[0].number // empty')"""
)
_POST = (  # wget is in every image, curl is not
    """wget -q -O - --header 'Content-Type: application/json' """
    """--post-data '{"text": "Drift found"}' "$SLACK_WEBHOOK_URL\""""
)
_ARGO = """\
syncPolicy:
  automated:
    prune: true
    selfHeal: true
"""
_FLUX = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: %s
  namespace: flux-system
spec:
  interval: 10m
  path: ./%s
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
"""


def _script(
    context: RepositoryContext, on_drift: tuple[str, ...], on_clean: tuple[str, ...]
) -> tuple[str, ...]:
    """Only 2 means drift: 1 and anything else is an error and must not look like it."""
    *prepare, plan = tool(context.tool).drift
    if context.tool not in TERRAFORM_LIKE:
        return (*prepare, plan)
    return (
        *prepare,
        "set +e",
        plan,
        "rc=$?",
        "set -e",
        'case "$rc" in',
        "  0)",
        *(f"    {line}" for line in on_clean),
        "    ;;",
        "  2)",
        *(f"    {line}" for line in on_drift),
        "    exit 1",
        "    ;;",
        "  *)",
        '    exit "$rc"',
        "    ;;",
        "esac",
    )


def _job(context: RepositoryContext, script: tuple[str, ...], issue: str = "") -> Job:
    return Job(
        id="drift", when=When.DAILY, script=script, directories=context.directories, tool=context.tool,
        image=tool(context.tool).image, cloud=context.cloud, issue=issue,
    )  # fmt: skip


def checked(context: RepositoryContext) -> Fix:
    script = _script(context, ('echo "drift, or a merged change that was not applied"',), ('echo "in sync"',))
    return pipeline(context, "drift", "Plan every morning and let exit code 2, and only that, mean drift.",
                    _job(context, script))  # fmt: skip


def alerted(context: RepositoryContext) -> Fix:
    """An issue that is opened once and closed again; elsewhere a message to a chat."""
    if context.system in ("", "github-actions") and context.tool in TERRAFORM_LIKE:
        script = (
            _FIND_ISSUE,
            *_script(
                context,
                ('[ -n "$number" ] || gh issue create --title "$TITLE" --body "See $RUN"',),
                ('[ -z "$number" ] || gh issue close "$number" --comment "In sync again: $RUN"',),
            ),
        )
        job = _job(context, script, issue="Drift")
        return pipeline(
            context, "drift", "Open an issue when there is drift, and close it when it is gone.", job
        )
    post = _POST
    if context.tool in TERRAFORM_LIKE:
        script = _script(context, (post,), ('echo "in sync"',))
    else:
        *prepare, plan = tool(context.tool).drift
        script = (*prepare, f"{plan} || {{", f"  {post}", "  exit 1", "}")
    return pipeline(
        context, "drift", "Tell the people who own the stack when there is drift.", _job(context, script)
    )


def healed(context: RepositoryContext) -> Fix:
    if context.tool == "argocd":
        return Fix("Let Argo CD undo what was changed by hand: add this to each Application.", "", _ARGO)
    if context.tool == "flux":
        directory = context.directories[0] if context.directories else "clusters"
        name = directory.rpartition("/")[2] or "cluster"
        return Fix("Let Flux apply the folder again and again.", "", _FLUX % (name, directory))
    job = Job(
        id="reconcile", when=When.DAILY, script=tool(context.tool).apply, directories=context.directories,
        tool=context.tool, image=tool(context.tool).image, cloud=context.cloud, role="APPLY",
    )  # fmt: skip
    summary = "Apply the default branch again every night; begin with one stack that is safe to repair."
    return pipeline(context, "reconcile", summary, job)


def guarded(context: RepositoryContext) -> Fix:
    """Stops a nightly repair that would destroy something."""
    if context.tool not in TERRAFORM_LIKE:
        return Fix("Protect what must not be pruned, and keep a switch that pauses the repair.")
    binary = {"opentofu": "tofu", "terragrunt": "terragrunt"}.get(context.tool, "terraform")
    content = "\n".join([
        f"{binary} plan -input=false -out=tfplan",
        f"destroys=$({binary} show -json tfplan"
        " | jq '[.resource_changes[]? | select(.change.actions | index(\"delete\"))] | length')",
        'if [ "$destroys" -gt 0 ]; then',
        '  echo "$destroys resources would be destroyed: a person decides"',
        "  exit 1",
        "fi",
        f"{binary} apply -input=false tfplan",
        "",
    ])  # fmt: skip
    return Fix("Apply by itself only what destroys nothing: put this in place of the apply.", "", content)
