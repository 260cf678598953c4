"""GitHub actions that run Terraform, OpenTofu or Terragrunt."""

from __future__ import annotations

from maturity.core.known._row import REVIEWED, Does, Row
from maturity.core.pipeline import Act

_BOTH = ("dflook/terraform-", "dflook/tofu-", "danielflook/terraform-")


def _dflook(verb: str, *does: Does, **defaults: str) -> Row:
    return Row(
        names=tuple(prefix + verb for prefix in _BOTH),
        tool="terraform",
        does=does,
        defaults=defaults,
        directory=("path",),
    )


_DFLOOK = (
    _dflook("plan", Does(Act.PLAN), Does(Act.PLAN_COMMENT, "add_github_comment"), add_github_comment="true"),
    _dflook("apply", Does(Act.APPLY, "!auto_approve", note=REVIEWED), Does(Act.APPLY, "auto_approve")),
    _dflook("check", Does(Act.DRIFT_CHECK, flags=("-detailed-exitcode",))),
    _dflook("validate", Does(Act.VALIDATE)),
    _dflook("fmt-check", Does(Act.FMT)),
    _dflook("fmt", Does(Act.FMT_WRITE)),
    _dflook("test", Does(Act.TEST)),
    _dflook("destroy", Does(Act.DESTROY)),
    _dflook("destroy-workspace", Does(Act.DESTROY)),
    *(
        _dflook(verb, Does(Act.OTHER))
        for verb in ("refresh", "output", "new-workspace", "unlock-state", "version")
    ),
)

_HCP = "hashicorp/tfc-workflows-github/actions/"
_COMMENTS = ("tf-via-pr", "op5dev/tf-via-pr", "devsectop/tf-via-pr", "rdhar/tf-via-pr")

ROWS = (
    *_DFLOOK,
    Row(
        names=(_HCP + "upload-configuration",),
        tool="hcp-terraform",
        does=(Does(Act.OTHER),),
        directory=("directory",),
    ),
    Row(
        names=(_HCP + "create-run",),
        tool="hcp-terraform",
        does=(Does(Act.PLAN), Does(Act.APPLY, "auto_apply, !plan_only"), Does(Act.DESTROY, "is_destroy")),
    ),
    Row(names=(_HCP + "apply-run",), tool="hcp-terraform", does=(Does(Act.APPLY),)),
    Row(
        names=(_HCP + "plan-output", _HCP + "show-run", _HCP + "workspace-output"),
        tool="hcp-terraform",
        does=(Does(Act.SHOW),),
    ),
    Row(names=(_HCP + "discard-run", _HCP + "cancel-run"), tool="hcp-terraform", does=(Does(Act.OTHER),)),
    Row(
        names=_COMMENTS,
        tool="terraform",
        does=(
            Does(Act.PLAN, "command=plan", flags=("arg-lock",)),
            Does(Act.APPLY, "command=apply"),
            Does(Act.PLAN_COMMENT, "command=plan, comment-pr!=never|none|false"),
            Does(Act.FMT, "format, arg-check"),
            Does(Act.VALIDATE, "validate"),
        ),
        defaults={"comment-pr": "always", "arg-check": "true"},
        directory=("working-directory", "arg-chdir"),
    ),
    Row(
        names=("gruntwork-io/terragrunt-action",),
        tool="terragrunt",
        command="tg_command",
        directory=("tg_dir",),
        does=(Does(Act.PLAN_COMMENT, "tg_comment=1|true, tg_command~plan"),),
        defaults={"tg_comment": "0"},
    ),
    Row(
        names=(
            "autero1/action-terragrunt",
            "peter-murray/terragrunt-github-action",
            "the-commons-project/terragrunt-github-actions",
        ),
        tool="terragrunt",
        command="tf_actions_subcommand",
        directory=("tf_actions_working_dir",),
    ),
    Row(
        names=("hashicorp/terraform-github-actions", "hashicorp/terraform-github-actions/*"),
        tool="terraform",
        command="tf_actions_subcommand",
        directory=("tf_actions_working_dir",),
        does=(Does(Act.PLAN_COMMENT, "tf_actions_subcommand=plan, tf_actions_comment"),),
        defaults={"tf_actions_comment": "true"},
    ),
    Row(
        names=("diggerhq/digger", "diggerhq/digger/ee/cli", "diggerhq/digger/cli"),
        tool="digger",
        does=(
            Does(Act.DRIFT_CHECK, "mode=drift-detection"),
            Does(Act.PLAN, "mode!=drift-detection"),
            Does(Act.APPLY, "mode!=drift-detection"),
            Does(Act.PLAN_COMMENT, "mode!=drift-detection"),
        ),
    ),
    Row(
        names=("terrateamio/action", "terrateam-io/terrateam-action", "terrateam/action"),
        tool="terrateam",
        does=(Does(Act.PLAN), Does(Act.APPLY), Does(Act.PLAN_COMMENT)),
    ),
    Row(
        names=("cds-snc/terraform-plan",),
        tool="terraform",
        directory=("directory",),
        does=(
            Does(Act.VALIDATE, soft="allow-failure", why="allow-failure: true"),
            Does(Act.FMT, "!skip-fmt", soft="allow-failure"),
            Does(Act.PLAN, "!skip-plan", soft="allow-failure", why="allow-failure: true"),
            Does(
                Act.PLAN_POLICY,
                "!skip-conftest, !skip-plan",
                soft="allow-failure",
                why="allow-failure: true",
                note="conftest",
            ),
            Does(Act.PLAN_COMMENT, "comment, !skip-plan"),
        ),
        defaults={"comment": "true", "skip-fmt": "false", "skip-plan": "false", "skip-conftest": "false"},
    ),
    Row(
        names=("clowdhaus/terraform-composite-actions/pre-commit",),
        tool="pre-commit",
        does=(Does(Act.OTHER, note="pre-commit"),),
    ),
    Row(
        names=(
            "robburger/terraform-pr-commenter",
            "kerbytes/terraform-pr-commenter",
            "gunkow/terraform-pr-commenter",
        ),
        tool="terraform-pr-commenter",
        does=(Does(Act.PLAN_COMMENT, "commenter_type=plan"),),
    ),
    Row(
        names=(
            "borchero/terraform-plan-comment",
            "bnaydenov/terraform-plan-comment",
            "lucasvmiguel/terraform-plan-comment",
            "mathiasvr/terraform-plan-comment",
        ),
        tool="terraform-plan-comment",
        does=(Does(Act.PLAN_COMMENT),),
    ),
    Row(
        names=("dineshba/tf-summarize", "chrnorm/terraform-plan-summary"),
        tool="tf-summarize",
        does=(Does(Act.SHOW),),
    ),
    Row(
        names=("infracost/actions/comment", "infracost/actions/diff", "infracost/infracost-gh-action"),
        tool="infracost",
        does=(Does(Act.COST),),
    ),
    Row(names=("terraform-docs/gh-actions",), tool="terraform-docs", does=(Does(Act.DOCS),)),
    Row(names=("cloudposse/github-action-terratest",), tool="terratest", does=(Does(Act.INTEGRATION_TEST),)),
    Row(
        names=("cloudposse/github-action-atmos-terraform-plan",),
        tool="atmos",
        does=(Does(Act.PLAN, flags=("-detailed-exitcode",)),),
    ),
    Row(names=("cloudposse/github-action-atmos-terraform-apply",), tool="atmos", does=(Does(Act.APPLY),)),
    Row(
        names=("cloudposse/github-action-atmos-terraform-drift-detection",),
        tool="atmos",
        does=(Does(Act.DRIFT_CHECK), Does(Act.ISSUE)),
    ),
    Row(
        names=("cloudposse/github-action-atmos-terraform-drift-remediation",),
        tool="atmos",
        does=(Does(Act.RECONCILE),),
    ),
    Row(
        names=("cloudposse/github-action-terraform-auto-context", "cloudposse/github-action-auto-format"),
        tool="terraform",
        does=(Does(Act.FMT_WRITE),),
    ),
    Row(names=("spacelift-io/setup-spacectl", "spacelift-io/setup-spacelift"), tool="spacectl"),
    Row(
        names=("env0/env0-github-action", "env0/github-action"),
        tool="env0",
        does=(Does(Act.PLAN), Does(Act.APPLY)),
    ),
    Row(names=("hashicorp/packer-github-actions",), tool="packer", command="command"),
)
