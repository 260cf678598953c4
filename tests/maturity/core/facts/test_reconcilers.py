from __future__ import annotations

import pytest

from maturity.core.facts.reconcilers import Reconciler, Reconcilers
from tests.maturity.core.stacks.scanning import fact

FLUX = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec:\n  interval: 10m\n"
RELEASE = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  interval: 10m\n"
ARGO = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source: {path: apps/web}\n"
TOFU = "apiVersion: infra.contrib.fluxcd.io/v1alpha2\nkind: Terraform\nspec:\n  path: ./dns\n"
BUCKET = "apiVersion: s3.aws.upbound.io/v1beta1\nkind: Bucket\nspec:\n  forProvider: {region: eu}\n"


def reconciler(text: str, path: str = "apps/web.yaml") -> Reconciler:
    [found] = fact(Reconcilers, {path: text}).found
    return found


@pytest.mark.parametrize(
    ("text", "applies", "repairs"),
    [
        (FLUX, True, True),
        (FLUX + "  suspend: true\n", False, False),
        (RELEASE, True, False),
        (RELEASE + "  driftDetection: {mode: enabled}\n", True, True),
        (RELEASE + "  driftDetection: {mode: warn}\n", True, False),
        (ARGO, False, False),
        (ARGO + "  syncPolicy: {automated: {}}\n", True, False),
        (ARGO + "  syncPolicy: {automated: {selfHeal: true}}\n", True, True),
        (ARGO + "  syncPolicy: {automated: {selfHeal: true, enabled: false}}\n", False, False),
        (TOFU, False, False),
        (TOFU + "  approvePlan: auto\n", True, True),
        (TOFU + "  approvePlan: auto\n  suspend: true\n", False, False),
        (TOFU + "  approvePlan: auto\n  disableDriftDetection: true\n", True, False),
        (BUCKET, True, True),
        (BUCKET + "  managementPolicies: [Observe]\n", False, False),
    ],
)
def test_what_a_controller_does_is_in_the_object(text: str, applies: bool, repairs: bool) -> None:
    found = reconciler(text)
    assert (found.applies, found.repairs) == (applies, repairs)
    assert bool(found.note) is not repairs


def test_the_line_that_decides_is_the_evidence() -> None:
    text = ARGO + "  syncPolicy:\n    automated:\n      selfHeal: true\n"
    assert (str(reconciler(text).at), reconciler(text).path) == ("apps/web.yaml:7", "apps/web")


def test_an_application_set_is_asked_about_its_template() -> None:
    text = """\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
spec:
  template:
    spec:
      syncPolicy:
        automated:
          selfHeal: true
"""
    assert reconciler(text).repairs


def test_an_application_declared_by_terraform_counts() -> None:
    text = """\
resource "kubernetes_manifest" "web" {
  manifest = {
    spec = { syncPolicy = {
      automated = { selfHeal = true }
    } }
  }
}
"""
    found = reconciler(text, "argocd.tf")
    assert (found.controller, str(found.at), found.repairs) == ("argocd", "argocd.tf:4", True)


@pytest.mark.parametrize("path", ["examples/web.yaml", "docs/web.yaml", "tests/web.yaml"])
def test_samples_reconcile_nothing(path: str) -> None:
    assert fact(Reconcilers, {path: FLUX}).found == ()


def test_a_folder_is_followed_by_what_lies_in_it_or_points_at_it() -> None:
    found = fact(Reconcilers, {"clusters/prod/web.yaml": ARGO, "clusters/dev/dns.yaml": TOFU})
    assert [one.controller for one in found.of("clusters/prod")] == ["argocd"]
    assert [one.controller for one in found.of("apps")] == ["argocd"]
    assert [one.controller for one in found.of("dns/zone")] == ["tofu-controller"]


def test_a_cloud_object_among_the_files_of_a_terraform_folder_repairs_nothing_by_itself() -> None:
    files = {"modules/db/main.tf": "", "modules/db/files/bucket.yaml": BUCKET}
    assert fact(Reconcilers, files).found == ()
