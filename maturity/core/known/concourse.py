"""Concourse resources that are put, and Travis deployments."""

from __future__ import annotations

from maturity.core.known._row import Does, Row
from maturity.core.pipeline import Act
from maturity.core.tools._deed import Needs

ROWS = (
    Row(
        names=("resource:terraform", "resource:*terraform-resource*"),
        tool="terraform",
        does=(
            Does(Act.PLAN, "plan_only"),
            Does(Act.APPLY, "!plan_only, action!=destroy"),
            Does(Act.DESTROY, "action=destroy"),
        ),
        directory=("terraform_source",),
    ),
    Row(
        names=("resource:pulumi", "resource:*pulumi-resource*"),
        tool="pulumi",
        does=(
            Does(Act.PLAN, "action=preview"),
            Does(Act.APPLY, "action=update|up"),
            Does(Act.DESTROY, "action=destroy"),
        ),
    ),
    Row(
        names=(
            "resource:slack*",
            "resource:*slack*",
            "resource:email",
            "resource:teams*",
            "resource:*notification*",
            "resource:pagerduty*",
            "resource:telegram*",
        ),
        tool="notification",
        does=(Does(Act.NOTIFY),),
    ),
    Row(
        names=("resource:pull-request", "resource:*github-pr*", "resource:*pull-request*"),
        tool="pull request comment",
        does=(
            Does(Act.PLAN_COMMENT, "comment", needs=Needs.PLAN),
            Does(Act.PLAN_COMMENT, "comment_file", needs=Needs.PLAN),
        ),
    ),
    Row(names=("resource:github-issue*",), tool="issue", does=(Does(Act.ISSUE),)),
    Row(
        names=("resource:helm", "resource:helm3", "resource:*helm*-resource*"),
        tool="helm",
        does=(Does(Act.APPLY),),
    ),
    Row(
        names=("resource:kubernetes", "resource:k8s", "resource:*kubernetes-resource*"),
        tool="kubectl",
        does=(Does(Act.APPLY),),
    ),
    Row(names=("resource:cf", "resource:s3*", "deploy:*"), tool="deploy", does=(Does(Act.DEPLOY),)),
    Row(names=("deploy:cloudformation",), tool="cloudformation", does=(Does(Act.APPLY),)),
    Row(names=("resource:*",), tool="concourse"),
)
