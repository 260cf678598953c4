"""GitHub actions of Pulumi, AWS, Azure and Google."""

from __future__ import annotations

from maturity.core.known._row import Does, Row
from maturity.core.pipeline import Act

ROWS = (
    Row(
        names=("pulumi/actions",),
        tool="pulumi",
        directory=("work-dir",),
        does=(
            Does(Act.PLAN, "command=preview|pr", flags=("policypacks",)),
            Does(Act.APPLY, "command=up|update"),
            Does(Act.DESTROY, "command=destroy"),
            Does(Act.DRIFT_CHECK, "command=refresh, expect-no-changes"),
            Does(Act.DRIFT_CHECK, "command=preview, expect-no-changes"),
            Does(Act.PLAN_POLICY, "command=preview|up|update, policypacks"),
            Does(Act.PLAN_COMMENT, "command=preview, comment-on-pr"),
            Does(
                Act.PLAN_COMMENT,
                "command=preview, comment-on-summary",
                note="in the job summary only",
                soft="comment-on-summary",
                why="shown in the job summary",
            ),
        ),
        defaults={"comment-on-pr": "false"},
    ),
    Row(names=("pulumi/esc-action", "pulumi/auth-actions", "pulumi/setup-pulumi"), tool="pulumi"),
    Row(
        names=("aws-actions/aws-cloudformation-github-deploy",),
        tool="cloudformation",
        target="template",
        does=(
            Does(Act.APPLY, "no-execute-changeset!=1|true, execute!=false"),
            Does(Act.PLAN, "no-execute-changeset=1|true"),
        ),
    ),
    Row(names=("scottbrenner/cfn-lint-action",), tool="cfn-lint", command="command"),
    Row(names=("stelligent/cfn_nag", "stelligent/cfn-nag"), tool="cfn-nag", does=(Does(Act.SCAN),)),
    Row(
        names=("youyo/aws-cdk-github-actions",),
        tool="cdk",
        directory=("working_dir",),
        does=(
            Does(Act.PLAN, "cdk_subcommand=diff"),
            Does(Act.APPLY, "cdk_subcommand=deploy"),
            Does(Act.VALIDATE, "cdk_subcommand=synth"),
            Does(Act.DESTROY, "cdk_subcommand=destroy"),
            Does(Act.PLAN_COMMENT, "cdk_subcommand=diff, actions_comment"),
        ),
        defaults={"actions_comment": "true"},
    ),
    Row(
        names=("corymhall/cdk-diff-action",),
        tool="cdk",
        does=(Does(Act.PLAN), Does(Act.PLAN_COMMENT), Does(Act.DRIFT_CHECK, "driftdetection")),
    ),
    Row(
        names=("aws/aws-cdk-notifier", "karlderkaefer/cdk-notifier-action"),
        tool="cdk-notifier",
        does=(Does(Act.PLAN_COMMENT),),
    ),
    Row(names=("aws-cloudformation/cloudformation-guard",), tool="cfn-guard", does=(Does(Act.POLICY),)),
    Row(
        names=("hashicorp/terraform-cdk-action",),
        tool="cdktf",
        directory=("workingdirectory",),
        does=(
            Does(Act.PLAN, "mode=plan-only"),
            Does(Act.APPLY, "mode=apply|auto-approve-apply|apply-only"),
            Does(Act.VALIDATE, "mode=synth-only"),
            Does(Act.PLAN_COMMENT, "commentonpr, mode=plan-only"),
        ),
        defaults={"mode": "auto-approve-apply", "commentonpr": "true"},
    ),
    Row(
        names=("azure/arm-deploy",),
        tool="az",
        target="template",
        does=(
            Does(Act.PLAN, "additionalarguments~what-if"),
            Does(Act.APPLY, "deploymentmode!=validate, additionalarguments!=--what-if"),
            Does(Act.VALIDATE, "deploymentmode=validate"),
        ),
    ),
    Row(
        names=("azure/bicep-deploy",),
        tool="bicep",
        does=(
            Does(Act.PLAN, "operation=whatif"),
            Does(Act.APPLY, "operation=create"),
            Does(Act.VALIDATE, "operation=validate"),
            Does(Act.DESTROY, "operation=delete"),
        ),
    ),
    Row(
        names=("azure/bicep-build-action", "aliencube/bicep-build-actions"),
        tool="bicep",
        does=(Does(Act.VALIDATE),),
    ),
    Row(names=("azure/cli",), tool="az", script=("inlinescript",)),
    Row(names=("azure/powershell",), tool="az"),
    Row(names=("azure/run-checkov",), tool="checkov", does=(Does(Act.SCAN),)),
    Row(
        names=(
            "azure/webapps-deploy",
            "azure/functions-action",
            "azure/static-web-apps-deploy",
            "aws-actions/amazon-ecs-deploy-task-definition",
            "google-github-actions/deploy-cloudrun",
            "google-github-actions/deploy-appengine",
            "google-github-actions/deploy-cloud-functions",
            "aws-actions/aws-codebuild-run-build",
            "google-github-actions/upload-cloud-storage",
            "aws-actions/aws-lambda-deploy",
            "cloudflare/wrangler-action",
            "superfly/flyctl-actions*",
            "serverless/github-action",
            "akhileshns/heroku-deploy",
            "guardian/actions-riff-raff",
            "peaceiris/actions-gh-pages",
            "actions/deploy-pages",
        ),
        tool="deploy",
        does=(Does(Act.DEPLOY),),
    ),
)
