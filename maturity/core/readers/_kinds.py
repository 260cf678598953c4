"""The Kubernetes kinds worth opening, and what is asked of each."""

from __future__ import annotations

_SYNC = ("automated", "automated.selfHeal", "automated.prune", "automated.enabled")
_APPLICATION = (
    *(f"syncPolicy.{name}" for name in _SYNC),
    "source.path", "source.repoURL", "source.chart", "destination.name", "destination.namespace",
)  # fmt: skip
_WORKLOAD = (
    "spec.replicas", "spec.strategy.type", "spec.strategy.rollingUpdate.maxUnavailable",
    "spec.template.spec.terminationGracePeriodSeconds", "spec.template.spec.containers.lifecycle.preStop",
)  # fmt: skip
_KYVERNO = ("spec.validationFailureAction", "spec.validationActions", "spec.rules.validate.failureAction")

# (API group, kind) -> dotted paths below the document
WANTED: dict[tuple[str, str], tuple[str, ...]] = {
    ("kustomize.toolkit.fluxcd.io", "Kustomization"): (
        "spec.suspend", "spec.prune", "spec.interval", "spec.path", "spec.sourceRef.kind",
        "spec.sourceRef.name",
    ),
    ("helm.toolkit.fluxcd.io", "HelmRelease"): (
        "spec.suspend", "spec.interval", "spec.driftDetection.mode", "spec.chartRef.name",
        "spec.chart.spec.chart", "spec.values.config.repo", "spec.values.config.statusChecks",
        "spec.values.config.prComments",
    ),
    ("infra.contrib.fluxcd.io", "Terraform"): (
        "spec.approvePlan", "spec.suspend", "spec.path", "spec.backendConfig", "spec.cloud",
        "spec.backendConfig.customConfiguration", "spec.backendConfig.disable", "spec.disableDriftDetection",
        "spec.planOnly",
    ),
    ("argoproj.io", "Application"): tuple(f"spec.{name}" for name in _APPLICATION),
    ("argoproj.io", "ApplicationSet"): tuple(f"spec.template.spec.{name}" for name in _APPLICATION),
    ("argoproj.io", "Rollout"): ("spec.strategy.blueGreen", "spec.strategy.canary"),
    ("flagger.app", "Canary"): ("spec.analysis",),
    ("policy", "PodDisruptionBudget"): ("spec.minAvailable", "spec.maxUnavailable"),
    ("apps", "Deployment"): _WORKLOAD,
    ("apps", "StatefulSet"): _WORKLOAD,
    ("kyverno.io", "ClusterPolicy"): _KYVERNO,
    ("kyverno.io", "Policy"): _KYVERNO,
    ("policies.kyverno.io", "ValidatingPolicy"): _KYVERNO,
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"): ("spec.validationActions",),
    ("config.terraform.padok.cloud", "TerraformLayer"): ("spec.remediationStrategy.autoApply", "spec.path"),
    ("config.terraform.padok.cloud", "TerraformRepository"): ("spec.remediationStrategy.autoApply",),
    ("pulumi.com", "Stack"): ("spec.stack", "spec.continueResyncOnCommitMatch", "spec.repoDir"),
    ("fleet.cattle.io", "GitRepo"): ("spec.correctDrift.enabled", "spec.paused", "spec.paths"),
    ("core.openfeature.dev", "FeatureFlag"): ("spec.flagSpec.flags",),
}  # fmt: skip
WANTED_BY_GROUP: dict[str, tuple[str, ...]] = {"constraints.gatekeeper.sh": ("spec.enforcementAction",)}
# Controllers whose objects are cloud resources, by the end of their API group.
CLOUD_GROUPS = ("upbound.io", "crossplane.io", "cnrm.cloud.google.com", "services.k8s.aws", "azure.com")
# A workload is opened only when one of these words is there.
WORKLOAD_WORDS = (b"terminationGracePeriodSeconds", b"preStop", b"maxUnavailable", b"Recreate")
WORKLOADS = frozenset({"Deployment", "StatefulSet", "DaemonSet"})


def wanted(api: str, kind: str) -> tuple[str, ...]:
    """The paths asked of one kind, () = its header is enough."""
    group = api.rpartition("/")[0]
    known = WANTED.get((group, kind)) or WANTED_BY_GROUP.get(group)
    if known:
        return known
    return ("spec.managementPolicies",) if group.endswith(CLOUD_GROUPS) else ()
