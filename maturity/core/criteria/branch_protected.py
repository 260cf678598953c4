from __future__ import annotations

from maturity.core.criterion import Effort, Finding, Fix, criterion, unknown
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.owners import Owners

_RULESET = """\
gh api --method POST repos/{{owner}}/{{repo}}/rulesets --input - <<'JSON'
{{"name": "{branch}", "target": "branch", "enforcement": "active",
 "conditions": {{"ref_name": {{"include": ["refs/heads/{branch}"], "exclude": []}}}},
 "rules": [{{"type": "pull_request", "parameters": {{"required_approving_review_count": 1,
   "dismiss_stale_reviews_on_push": true, "require_code_owner_review": true,
   "require_last_push_approval": true, "required_review_thread_resolution": false}}}}]}}
JSON
"""


def fix(context: RepositoryContext) -> Fix:
    summary = "Protect the default branch: a pull request, an approval, and the plan as a required check."
    if context.system not in ("", "github-actions"):
        return Fix(summary)
    return Fix(summary, "", _RULESET.format(branch=context.default_branch))


@criterion(
    level=3,
    effort=Effort.LOW,
    aspect="Delivery",
    question="Must a change to the default branch be reviewed?",
    why="A plan nobody has to read before the merge protects nothing.",
    fix=fix,
    live_only=False,
)
def branch_protected(owners: Owners) -> Finding:
    return unknown(
        "branch protection is a setting of the server, so the files cannot tell",
        looked_at=["connecting the repository's host would answer it, and so would an attestation"],
    )
