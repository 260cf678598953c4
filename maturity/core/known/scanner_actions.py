"""GitHub actions that lint, scan or judge infrastructure code."""

from __future__ import annotations

from collections.abc import Mapping

from maturity.core.known._row import Does, Row
from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools.checkov import OTHER_CODE

_TRIVY_SOFT = "without exit-code: 1 trivy always succeeds"
_REVIEWDOG = Does(
    Act.LINT,
    soft="fail_on_error!=true, fail_level!=any|info|warning|error",
    why="reviewdog reports without fail_on_error",
)
_REVIEWDOG_SCAN = Does(Act.SCAN, soft=_REVIEWDOG.soft, why=_REVIEWDOG.why)


def _checkov(values: Mapping[str, str]) -> list[Deed]:
    frameworks = {
        name.strip() for name in values.get("framework", "").replace(" ", ",").split(",") if name.strip()
    }
    if (frameworks and frameworks <= OTHER_CODE) or values.get("docker_image"):
        return []
    soft = "soft_fail: true" if values.get("soft_fail", "").lower() == "true" else ""
    own = values.get("external_checks_dirs") or values.get("external_checks_repos")
    acts = [Act.SCAN, Act.POLICY] if own else [Act.SCAN]
    return [
        Deed(
            act=act,
            tool="checkov",
            directory=values.get("directory", ""),
            soft=soft,
            target=values.get("file", ""),
        )
        for act in acts
    ]


ROWS = (
    Row(names=("bridgecrewio/checkov-action", "bridgecrewio/checkov"), tool="checkov", special=_checkov),
    Row(
        names=("aquasecurity/tfsec-action", "triat/terraform-security-scan"),
        tool="tfsec",
        directory=("working_directory", "tfsec_actions_working_dir"),
        does=(Does(Act.SCAN, soft="soft_fail", why="soft_fail: true"),),
    ),
    Row(
        names=("aquasecurity/tfsec-pr-commenter-action",),
        tool="tfsec",
        directory=("working_directory",),
        does=(Does(Act.SCAN, soft="soft_fail_commenter", why="soft_fail_commenter: true"),),
    ),
    Row(
        names=("aquasecurity/tfsec-sarif-action", "tfsec/tfsec-sarif-action"),
        tool="tfsec",
        directory=("working_directory",),
        does=(Does(Act.SCAN, why="it writes a SARIF file and always succeeds"),),
    ),
    Row(
        names=("aquasecurity/trivy-action",),
        tool="trivy",
        directory=("scan-ref",),
        does=(
            Does(Act.SCAN, "scan-type=config", soft="exit-code!=1", why=_TRIVY_SOFT),
            Does(
                Act.SCAN,
                "scan-type=fs|repo|filesystem, scanners~misconfig|config",
                soft="exit-code!=1",
                why=_TRIVY_SOFT,
            ),
            Does(
                Act.SCAN,
                "scan-type=fs|repo|filesystem, security-checks~config",
                soft="exit-code!=1",
                why=_TRIVY_SOFT,
            ),
        ),
        defaults={"scan-type": "image", "scan-ref": "."},
    ),
    Row(
        names=("checkmarx/kics-github-action", "checkmarx/kics-action"),
        tool="kics",
        directory=("path",),
        does=(Does(Act.SCAN, soft="ignore_on_exit=all|results", why="ignore_on_exit"),),
    ),
    Row(
        names=("tenable/terrascan-action", "accurics/terrascan-action"),
        tool="terrascan",
        directory=("iac_dir",),
        does=(Does(Act.SCAN, soft="only_warn", why="only_warn: true"), Does(Act.POLICY, "policy_path")),
    ),
    Row(names=("snyk/actions/iac",), tool="snyk", target="file", does=(Does(Act.SCAN),)),
    Row(names=("soos-io/soos-*", "wiz-sec/wiz-*", "prisma-cloud-shiftleft/iac-scan-action"), tool="scanner"),
    Row(
        names=("reviewdog/action-tflint",),
        tool="tflint",
        directory=("working_directory",),
        does=(_REVIEWDOG,),
    ),
    Row(
        names=("reviewdog/action-tfsec",),
        tool="tfsec",
        directory=("working_directory",),
        does=(_REVIEWDOG_SCAN,),
    ),
    Row(
        names=("reviewdog/action-trivy",),
        tool="trivy",
        directory=("working_directory",),
        does=(Does(Act.SCAN, "trivy_command=config", soft=_REVIEWDOG.soft, why=_REVIEWDOG.why),),
    ),
    Row(
        names=("reviewdog/action-ansiblelint", "reviewdog/action-cfn-lint", "reviewdog/action-kube-linter"),
        tool="reviewdog",
        does=(_REVIEWDOG,),
    ),
    Row(
        names=("reviewdog/action-terraform-validate",),
        tool="terraform",
        does=(Does(Act.VALIDATE, soft=_REVIEWDOG.soft, why=_REVIEWDOG.why),),
    ),
    Row(
        names=(
            "ansible/ansible-lint",
            "ansible/ansible-lint-action",
            "ansible-community/ansible-lint-action",
        ),
        tool="ansible-lint",
        does=(Does(Act.LINT),),
    ),
    Row(
        names=("gofrolist/molecule-action", "robertdebock/molecule-action"),
        tool="molecule",
        does=(Does(Act.INTEGRATION_TEST),),
    ),
    Row(
        names=("dawidd6/action-ansible-playbook", "arillso/action.playbook"),
        tool="ansible-playbook",
        does=(
            Does(Act.PLAN, "options~--check"),
            Does(Act.APPLY, "!options"),
            Does(Act.APPLY, "options, check!=true"),
        ),
    ),
    Row(
        names=(
            "instrumenta/conftest-action",
            "yubiuser/conftest-action",
            "princespaghetti/setup-conftest-action",
        ),
        tool="conftest",
        target="files",
        does=(Does(Act.PLAN_POLICY, "files~plan"), Does(Act.POLICY, "files, files!=plan")),
    ),
    Row(
        names=("open-policy-agent/setup-opa", "princespaghetti/setup-conftest", "kyverno/action-install-cli"),
        tool="opa",
    ),
    Row(names=("kyverno/action-kyverno-cli",), tool="kyverno", command="command"),
    Row(
        names=("terraform-compliance/github_action",),
        tool="terraform-compliance",
        target="plan",
        does=(Does(Act.PLAN_POLICY),),
    ),
    Row(
        names=("datreeio/action-datree",),
        tool="datree",
        does=(Does(Act.POLICY, soft="cliarguments~--no-fail", why="--no-fail"),),
    ),
    Row(
        names=("stackrox/kube-linter-action",),
        tool="kube-linter",
        directory=("directory",),
        does=(Does(Act.LINT),),
    ),
    Row(
        names=("instrumenta/kubeval-action", "lra/kubeval-action"), tool="kubeval", does=(Does(Act.VALIDATE),)
    ),
    Row(
        names=("bmuschko/setup-kubeconform", "fairwindsops/polaris/.github/actions/setup-polaris"),
        tool="kubernetes",
    ),
    Row(names=("azure/k8s-lint",), tool="kubernetes", does=(Does(Act.VALIDATE),)),
    Row(names=("zgosalvez/github-actions-ansible-lint",), tool="ansible-lint", does=(Does(Act.LINT),)),
)
