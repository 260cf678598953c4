"""Comments as plan bots write them, in our words: the forms are theirs, the stacks and figures ours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from maturity.core.pulls.seen import Check, Comment

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
CHANGES = """
Terraform will perform the following actions:

  # aws_db_instance.main must be replaced
-/+ resource "aws_db_instance" "main" {
      ~ engine_version = "14" -> "16" # forces replacement
    }

Plan: 1 to add, 2 to change, 1 to destroy.
"""
NOTHING = "No changes. Your infrastructure matches the configuration."


def comment(body: str, author: str = "plans[bot]", **more: Any) -> Comment:
    return Comment(**{"id": "1", "author": author, "body": body, "trusted": True, "at": AT, **more})


def check(name: str, outcome: str = "success", text: str = "", **more: Any) -> Check:
    given = {"origin": "status", "id": "1", "name": name, "outcome": outcome, "text": text, "at": AT}
    return Check(**{**given, **more})


def fenced(text: str, kind: str = "diff") -> str:
    return f"```{kind}\n{text}\n```"


def folded(text: str, summary: str = "Show Output") -> str:
    return f"<details><summary>{summary}</summary>\n\n{text}\n</details>\n"


ATLANTIS = (
    "Ran Plan for dir: `live/prod` workspace: `default`\n\n" + folded(fenced(CHANGES)) +
    "\n* :arrow_forward: To **apply** this plan, comment:\n\nPlan: 1 to add, 2 to change, 1 to destroy.\n"
)  # fmt: skip
ATLANTIS_MANY = f"""Ran Plan for 3 projects:

1. project: `db` dir: `live/prod` workspace: `default`
1. dir: `live/stage` workspace: `blue`
1. dir: `live/dev` workspace: `default`
---

### 1. project: `db` dir: `live/prod` workspace: `default`
{folded(fenced(CHANGES))}

---
### 2. dir: `live/stage` workspace: `blue`
**Plan Error**
```
Error: No value for required variable
```

---
### Plan Summary

3 projects, 1 with changes, 1 with no changes, 1 failed
"""
DFLOOK = (
    '<!-- dflook/terraform-github-actions {"workspace":"blue","backend":"ab12"} -->\n'
    "Terraform plan in __live/prod__ in the __blue__ workspace\n"
    "<details>\n<summary>Plan: 1 to add, 2 to change, 1 to destroy.</summary>\n\n"
    f"{fenced(CHANGES, 'hcl')}\n</details>\n\n:memo: Plan generated in [CI #7](https://example.org/7)"
)
DIGGER = """| Project | Status | Plan | + | ~ | - |
|---------|--------|------|---|---|---|
|:white_check_mark: **prod** |<a href='https://ci.example/1'>succeeded</a> | <a href='#'>Plan</a> | 1 | 2 | 1|
|:white_check_mark: **dev** |<a href='https://example.org/2'>succeeded</a> | <a href='#'>Plan</a> | 0 | 0 | 0|
|:x: **stage** |<a href='https://example.org/3'>failed</a> | <a href='#'>Plan</a> | 0 | 0 | 0|
|:clock11: **test** |<a href='https://example.org/4'>created</a> | <a href='#'>Plan</a> | 0 | 0 | 0|

<details>
  <summary>Instructions</summary>
</details>
"""
HCP = (
    "#### HCP Terraform Plan Output\n```\n"
    "Plan: 1 to add, 2 to change, 1 to destroy.\n```\n"
    "[HCP Terraform Plan](https://app.terraform.io/app/acme/network-prod/runs/run-1)\n"
)
PLAN_COMMENT = (
    "## 📝 Terraform Plan (live/prod)\n\n**→ Resource Changes: 0 to create, 2 to update, 1 to re-create, "
    "0 to delete, 0 ephemeral, 0 to import.**\n\n### ♻️ Update\n\n---\n\n_Triggered by `@lin`, Commit: `"
    + "a" * 40 + "`_"
)  # fmt: skip
SETUP_TERRAFORM = (
    "#### Terraform Format and Style 🖌`success`\n#### Terraform Plan 📖`success`\n"
    + folded(fenced(CHANGES), "Show Plan")
    + "\n*Pusher: @lin, Action: `pull_request`, Working Directory: `live/prod`, Workflow: `Plan`*"
)
SPACELIFT = (
    "Plan of [network-prod](https://acme.app.spacelift.io/stack/network-prod/run/01ABC)\n\n"
    "Plan: 1 to add, 2 to change, 1 to destroy.\n"
)
TERRATEAM = f"""## Plans :heavy_multiplication_x:

| Directory | Workspace | Result | Changes |
| --- | --- | :---: | :---: |
| `live/prod` | `default` | :white_check_mark: | Changes |
| `live/dev` | `default` | :white_check_mark: | No changes |
| `live/stage` | `default` | :x: | — |

## Terraform Plan Output

## live/prod | default | Success
**Dir**: live/prod
**Workspace**: default
**Success**: :thumbsup:

**Step**: tf/plan
{fenced(CHANGES)}
"""
TF_VIA_PR = (
    "<!-- comment-pos-1 -->\n```fish\nterraform plan -chdir=live/prod -workspace=blue\n```\n"
    + folded(fenced("! aws_db_instance.main must be replaced"), "Diff of 1 change.")
    + "<details><summary>Plan: 1 to add, 2 to change, 1 to destroy.</br>\n\n###### By @lin\n</summary>\n\n"
    + fenced(CHANGES, "hcl") + "\n</details>\n<!-- terraform-214-" + "0a" * 16 + ".tfplan -->\n"
)  # fmt: skip
TFCMT = (
    "\n## Plan Result (live/prod)\n\n[CI link](https://example.org/7)\n\n### :warning: Resource Deletion\n"
    "<pre><code>Plan: 1 to add, 2 to change, 1 to destroy.\n</code></pre>\n"
    + folded(fenced(CHANGES, "hcl"), "Details (Click me)")
)
