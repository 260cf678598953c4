"""aws: CloudFormation is declarative, most of the rest is imperative."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import Line, read

NAMES = ("aws", "awslocal")

_VALUED = frozenset(
    f"--{name}"
    for name in (
        "profile",
        "region",
        "output",
        "query",
        "endpoint-url",
        "color",
        "ca-bundle",
        "template-file",
        "template-body",
        "template-url",
        "stack-name",
        "parameters",
        "parameter-overrides",
        "change-set-name",
        "change-set-type",
        "capabilities",
        "s3-bucket",
        "role-arn",
        "tags",
        "cluster",
        "service",
        "name",
        "function-name",
        "topic-arn",
        "message",
        "bucket",
    )
)
_CLOUDFORMATION = {
    "deploy": Act.APPLY,
    "execute-change-set": Act.APPLY,
    "create-stack": Act.APPLY,
    "update-stack": Act.APPLY,
    "create-stack-set": Act.APPLY,
    "update-stack-set": Act.APPLY,
    "create-stack-instances": Act.APPLY,
    "update-stack-instances": Act.APPLY,
    "create-change-set": Act.PLAN,
    "describe-change-set": Act.SHOW,
    "delete-stack": Act.DESTROY,
    "delete-stack-instances": Act.DESTROY,
    "validate-template": Act.VALIDATE,
    "detect-stack-drift": Act.DRIFT_CHECK,
    "detect-stack-resource-drift": Act.DRIFT_CHECK,
    "detect-stack-set-drift": Act.DRIFT_CHECK,
    "describe-stack-resource-drifts": Act.SHOW,
}
_DEPLOYS = frozenset(
    {
        ("s3", "sync"),
        ("s3", "cp"),
        ("s3", "mv"),
        ("s3", "rm"),
        ("ecs", "update-service"),
        ("ecs", "deploy"),
        ("ecs", "register-task-definition"),
        ("ecs", "run-task"),
        ("lambda", "update-function-code"),
        ("lambda", "publish-version"),
        ("lambda", "update-alias"),
        ("lambda", "invoke"),
        ("cloudfront", "create-invalidation"),
        ("deploy", "create-deployment"),
        ("deploy", "push"),
        ("amplify", "start-job"),
        ("elasticbeanstalk", "update-environment"),
        ("elasticbeanstalk", "create-application-version"),
        ("codebuild", "start-build"),
        ("codepipeline", "start-pipeline-execution"),
        ("ecr", "put-image"),
        ("s3api", "put-object"),
        ("ssm", "send-command"),
        ("apprunner", "start-deployment"),
    }
)
_CHANGES = (
    "create",
    "put",
    "run",
    "update",
    "register",
    "modify",
    "attach",
    "delete",
    "deregister",
    "detach",
    "associate",
    "disassociate",
    "authorize",
    "revoke",
    "allocate",
    "release",
    "terminate",
    "start",
    "stop",
    "reboot",
    "change",
    "add",
    "remove",
    "set",
    "enable",
    "disable",
    "tag",
    "untag",
    "import",
    "restore",
    "mb",
    "rb",
    "request",
)
_ASKS = frozenset({"update-kubeconfig", "start-query-execution", "start-session", "start-query"})
_SETS_UP = frozenset({"sts", "configure", "sso", "codeartifact", "help"})


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    service, operation = (*line.verbs, "", "")[:2]
    act, note = _act(service, operation, line)
    return (
        [Deed(act=act, tool="aws", flags=line.flags, target=line.value("--template-file"), note=note)]
        if act
        else []
    )


def _act(service: str, operation: str, line: Line) -> tuple[Act | None, str]:
    if not operation or service in _SETS_UP:
        return None, ""
    if service == "cloudformation":
        if operation == "deploy" and line.has("--no-execute-changeset"):
            return Act.PLAN, ""
        return _CLOUDFORMATION.get(operation, Act.OTHER), ""
    if operation in _ASKS:
        return Act.OTHER, ""
    if (service, operation) in {("sns", "publish"), ("ses", "send-email"), ("sesv2", "send-email")}:
        return Act.NOTIFY, ""
    if (service, operation) in _DEPLOYS:
        return Act.DEPLOY, ""
    if operation.split("-", 1)[0] in _CHANGES:
        return Act.MUTATE, f"{service} {operation}"
    return Act.OTHER, ""
