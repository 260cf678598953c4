"""What a controller does with one object: keep it as declared, follow new commits, or only look."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from maturity.core.readers._kinds import CLOUD_GROUPS
from maturity.core.readers.manifest import Manifest

_ON = frozenset({"true", "True", "yes", "on"})
_OFF = frozenset({"false", "False", "no", "off"})
_PACKAGES = ("pkg.", "meta.", "apiextensions.")


class Verdict(Struct, frozen=True, kw_only=True):
    """repairs: it undoes drift. applies: it applies what was merged. field: the one that decides."""

    controller: str
    repairs: bool = False
    applies: bool = False
    note: str = ""
    field: str = ""
    path: str = ""


Ask = Callable[[Manifest], Verdict]


def told(document: Manifest) -> Verdict | None:
    """None: no controller acts because of this object."""
    ask = _BY_KIND.get((document.group, document.kind))
    if ask:
        return ask(document)
    if document.group.endswith(CLOUD_GROUPS) and not document.group.startswith(_PACKAGES):
        return _cloud_resource(document)
    return None


def _flux_kustomization(document: Manifest) -> Verdict:
    path = document.value("spec.path")
    if document.value("spec.suspend") in _ON:
        return Verdict(controller="flux", note="suspended", field="spec.suspend", path=path)
    field = "spec.prune" if document.value("spec.prune") in _ON else "spec.interval"
    return Verdict(controller="flux", repairs=True, applies=True, field=field, path=path)


def _flux_release(document: Manifest) -> Verdict:
    field = "spec.driftDetection.mode"
    mode = document.value(field)
    if document.value("spec.suspend") in _ON:
        return Verdict(controller="flux", note="suspended", field="spec.suspend")
    note = (
        ""
        if mode == "enabled"
        else "it warns of drift only"
        if mode
        else "drift of the release is not looked for"
    )
    return Verdict(controller="flux", repairs=mode == "enabled", applies=True, note=note, field=field)


def _argo(prefix: str) -> Ask:
    automated = f"{prefix}.syncPolicy.automated"

    def ask(document: Manifest) -> Verdict:
        path = document.value(f"{prefix}.source.path")
        if automated not in document.fields:
            return Verdict(controller="argocd", note="sync is by hand", path=path)
        if document.value(f"{automated}.enabled") in _OFF:
            note, field = "automated sync is switched off", f"{automated}.enabled"
            return Verdict(controller="argocd", note=note, field=field, path=path)
        heal = f"{automated}.selfHeal"
        heals = document.value(heal) in _ON
        note = "" if heals else "it syncs new commits, but leaves drift"
        field = heal if heals else automated
        return Verdict(controller="argocd", repairs=heals, applies=True, note=note, field=field, path=path)

    return ask


def _tofu_controller(document: Manifest) -> Verdict:
    path = document.value("spec.path")
    for field, note in (("spec.suspend", "suspended"), ("spec.planOnly", "it plans only")):
        if document.value(field) in _ON:
            return Verdict(controller="tofu-controller", note=note, field=field, path=path)
    field = "spec.approvePlan"
    auto, blind = document.value(field) == "auto", document.value("spec.disableDriftDetection") in _ON
    note = "drift detection is off" if auto and blind else "" if auto else "every plan waits for an approval"
    return Verdict(
        controller="tofu-controller",
        repairs=auto and not blind,
        applies=auto,
        note=note,
        field=field,
        path=path,
    )


def _burrito(document: Manifest) -> Verdict:
    field = "spec.remediationStrategy.autoApply"
    auto = document.value(field) in _ON
    note = "" if auto else "it plans and does not apply"
    path = document.value("spec.path")
    return Verdict(controller="burrito", repairs=auto, applies=auto, note=note, field=field, path=path)


def _pulumi(document: Manifest) -> Verdict:
    field = "spec.continueResyncOnCommitMatch"
    resync = document.value(field) in _ON
    note = "" if resync else "it applies new commits, and does not look again"
    path = document.value("spec.repoDir")
    return Verdict(
        controller="pulumi-operator", repairs=resync, applies=True, note=note, field=field, path=path
    )


def _fleet(document: Manifest) -> Verdict:
    field = "spec.correctDrift.enabled"
    paused = document.value("spec.paused") in _ON
    corrects = document.value(field) in _ON and not paused
    note = "" if corrects else "paused" if paused else "it does not correct drift"
    return Verdict(controller="fleet", repairs=corrects, applies=not paused, note=note, field=field)


def _cloud_resource(document: Manifest) -> Verdict:
    """Reconciling is what these controllers do; only a policy without "Update" makes them look on."""
    field = "spec.managementPolicies"
    policies = document.value(field)
    acts = not policies or bool({"*", "Update"} & set(policies.split(",")))
    note = "" if acts else "it only observes"
    return Verdict(controller="crossplane", repairs=acts, applies=acts, note=note, field=field)


_BY_KIND: dict[tuple[str, str], Ask] = {
    ("kustomize.toolkit.fluxcd.io", "Kustomization"): _flux_kustomization,
    ("helm.toolkit.fluxcd.io", "HelmRelease"): _flux_release,
    ("argoproj.io", "Application"): _argo("spec"),
    ("argoproj.io", "ApplicationSet"): _argo("spec.template.spec"),
    ("infra.contrib.fluxcd.io", "Terraform"): _tofu_controller,
    ("config.terraform.padok.cloud", "TerraformLayer"): _burrito,
    ("config.terraform.padok.cloud", "TerraformRepository"): _burrito,
    ("pulumi.com", "Stack"): _pulumi,
    ("fleet.cattle.io", "GitRepo"): _fleet,
}
