"""CircleCI orbs, Bitbucket pipes and Buildkite plugins."""

from __future__ import annotations

from maturity.core.known._row import Does, Row
from maturity.core.pipeline import Act

_PATH = ("path", "directory", "working_directory", "module_path")


def _orb(act: Act, verb: str, *extra: Does, soft: str = "", why: str = "") -> Row:
    orbs = (
        "circleci/terraform",
        "ovotech/terraform",
        "ovotech/terraform-v2",
        "ngs/terraform",
        "*/terraform",
        "*/opentofu",
    )
    return Row(
        names=tuple(f"orb:{orb}/{verb}" for orb in orbs),
        tool="terraform",
        does=(Does(act, soft=soft, why=why), *extra),
        directory=_PATH,
    )


ROWS = (
    _orb(Act.PLAN, "plan"),
    _orb(Act.APPLY, "apply"),
    _orb(Act.FMT, "fmt"),
    _orb(Act.VALIDATE, "validate"),
    _orb(Act.DESTROY, "destroy"),
    _orb(Act.INIT, "init"),
    _orb(Act.DRIFT_CHECK, "check"),
    _orb(Act.FMT, "fmt-check"),
    _orb(Act.OTHER, "install"),
    Row(
        names=("orb:pulumi/pulumi/preview",),
        tool="pulumi",
        does=(Does(Act.PLAN),),
        directory=("working_directory",),
    ),
    Row(
        names=("orb:pulumi/pulumi/update", "orb:pulumi/pulumi/up"),
        tool="pulumi",
        does=(Does(Act.APPLY),),
        directory=("working_directory",),
    ),
    Row(
        names=("orb:pulumi/pulumi/refresh", "orb:pulumi/pulumi/destroy"),
        tool="pulumi",
        does=(Does(Act.OTHER),),
    ),
    Row(
        names=(
            "orb:circleci/aws-cloudformation/deploy",
            "orb:orbss/aws-cloudformation/deploy",
            "orb:circleci/aws-sam-serverless/deploy",
        ),
        tool="cloudformation",
        does=(Does(Act.APPLY),),
    ),
    Row(
        names=("orb:bridgecrew/bridgecrew/scan", "orb:bridgecrew/checkov/scan", "orb:*/checkov/scan"),
        tool="checkov",
        does=(Does(Act.SCAN, soft="soft-fail", why="soft-fail: true"),),
        directory=("directory",),
    ),
    Row(names=("orb:*/tfsec/scan", "orb:*/tfsec/*"), tool="tfsec", does=(Does(Act.SCAN),)),
    Row(
        names=("orb:snyk/snyk/scan-iac", "orb:snyk/snyk/scan_iac"),
        tool="snyk",
        does=(Does(Act.SCAN, soft="fail-on-issues=false", why="fail-on-issues: false"),),
    ),
    Row(
        names=("orb:circleci/slack/notify", "orb:circleci/slack/*", "orb:*/ms-teams/*", "orb:*/discord/*"),
        tool="slack",
        does=(Does(Act.NOTIFY),),
    ),
    Row(
        names=(
            "orb:circleci/helm/upgrade-helm-chart",
            "orb:circleci/helm/install-helm-chart",
            "orb:circleci/helm/install_helm_chart",
            "orb:circleci/helm/upgrade_helm_chart",
        ),
        tool="helm",
        does=(Does(Act.APPLY),),
    ),
    Row(
        names=("orb:circleci/kubernetes/create-or-update-resource",), tool="kubectl", does=(Does(Act.APPLY),)
    ),
    Row(
        names=(
            "orb:circleci/aws-ecs/*",
            "orb:circleci/aws-s3/*",
            "orb:circleci/gcp-cloud-run/deploy",
            "orb:circleci/heroku/*",
        ),
        tool="deploy",
        does=(Does(Act.DEPLOY),),
    ),
    Row(names=("pipe:atlassian/aws-cloudformation-deploy",), tool="cloudformation", does=(Does(Act.APPLY),)),
    Row(names=("pipe:atlassian/aws-sam-deploy",), tool="sam", does=(Does(Act.APPLY),)),
    Row(
        names=("pipe:pulumi/pulumi",),
        tool="pulumi",
        does=(Does(Act.PLAN, "pulumi_args~preview"), Does(Act.APPLY, "pulumi_args~up")),
    ),
    Row(
        names=(
            "pipe:atlassian/slack-notify",
            "pipe:atlassian/email-notify",
            "pipe:atlassian/ms-teams-notify",
            "pipe:microsoft/microsoft-teams*",
            "pipe:atlassian/opsgenie*",
        ),
        tool="notification",
        does=(Does(Act.NOTIFY),),
    ),
    Row(names=("pipe:snyk/snyk-scan",), tool="snyk", does=(Does(Act.SCAN, "language=iac"),)),
    Row(
        names=(
            "pipe:atlassian/aws-ecs-deploy",
            "pipe:atlassian/aws-s3-deploy",
            "pipe:atlassian/aws-lambda-deploy",
            "pipe:atlassian/kubectl-run",
            "pipe:atlassian/aws-eks-kubectl-run",
            "pipe:atlassian/google-cloud-storage-deploy",
        ),
        tool="deploy",
        does=(Does(Act.DEPLOY),),
    ),
    Row(
        names=("plugin:echoboomer/terraform", "plugin:*/terraform"),
        tool="terraform",
        does=(Does(Act.PLAN), Does(Act.APPLY, "apply_only"), Does(Act.APPLY, "apply=true")),
    ),
    Row(names=("plugin:*/cloudformation*",), tool="cloudformation", does=(Does(Act.APPLY),)),
    Row(names=("plugin:*/checkov",), tool="checkov", does=(Does(Act.SCAN),)),
    Row(names=("plugin:*/slack*",), tool="slack", does=(Does(Act.NOTIFY),)),
)
