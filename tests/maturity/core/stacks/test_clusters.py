"""Flux, Argo CD, Crossplane, plain manifests and Helm."""

from __future__ import annotations

import pytest

from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.stacks._clusters import cluster_of
from tests.maturity.core.stacks.scanning import fact, stack, stacks

FLUX = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec:\n  prune: true\n"
ARGO = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: a\n"
DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n"
TERRAFORM = 'terraform {\n  backend "gcs" {}\n}\nresource "a" "b" {\n}\n'


@pytest.mark.parametrize(
    ("path", "cluster"),
    [
        ("clusters/prod/apps/web.yaml", "clusters/prod"),
        ("clusters/base/apps/web.yaml", "clusters"),
        ("kubernetes/apps/web/ks.yaml", "kubernetes"),
        ("kubernetes/blue/apps/web.yaml", "kubernetes/blue"),
        ("deploy/overlays/dev/web.yaml", "deploy/overlays/dev"),
        ("apps/web.yaml", ""),
        ("web.yaml", ""),
    ],
)
def test_the_folder_that_stands_for_a_cluster(path: str, cluster: str) -> None:
    assert cluster_of(path) == cluster


def test_every_flux_cluster_is_a_stack() -> None:
    files = {"clusters/prod/apps.yaml": FLUX, "clusters/staging/apps.yaml": FLUX, "docs/example.yaml": FLUX}
    assert [(one.tool, one.directory, one.environment) for one in stacks(files)] == [
        ("flux", "clusters/prod", "prod"), ("flux", "clusters/staging", "stage"),
    ]  # fmt: skip


def test_terraform_decides_and_the_cluster_beside_it_is_shown() -> None:
    found = fact(Infrastructure, {"infra/main.tf": TERRAFORM, "kubernetes/apps/web.yaml": ARGO})
    assert [one.tool for one in found.stacks] == ["terraform"]
    assert [one.tool for one in found.controlled] == ["argocd"]
    assert found.tools == ("argocd", "terraform")


def test_the_cluster_decides_where_terraform_has_no_backend() -> None:
    files = {"bootstrap/main.tf": 'provider "a" {}\nresource "a" "b" {\n}\n', "apps/web.yaml": FLUX}
    assert stack(files).tool == "flux"


def test_the_cluster_decides_where_most_is_written_for_it() -> None:
    files = {"dns/main.tf": TERRAFORM} | {f"kubernetes/apps/{n}/ks.yaml": FLUX for n in range(4)}
    assert stack(files).tool == "flux"


def test_what_tofu_controller_applies_is_no_stack_of_its_own() -> None:
    object_ = (
        "apiVersion: infra.contrib.fluxcd.io/v1alpha2\nkind: Terraform\nspec:\n  path: ./apps/dns/terraform\n"
    )
    files = {"apps/dns/terraform/main.tf": TERRAFORM, "apps/dns/tf.yaml": object_, "apps/ks.yaml": FLUX}
    assert stack(files).tool == "flux"


def test_plain_manifests_and_charts_count_where_nothing_else_does() -> None:
    files = {
        "k8s/web.yaml": DEPLOYMENT,
        "charts/web/Chart.yaml": "name: web\n",
        "charts/web/templates/a.yaml": DEPLOYMENT,
    }
    assert [(one.tool, one.directory) for one in stacks(files)] == [
        ("helm", "charts/web"),
        ("kubernetes", "k8s"),
    ]


def test_manifests_inside_an_ansible_role_are_material_for_its_tasks() -> None:
    assert stacks({"roles/addons/templates/web.yaml": DEPLOYMENT}) == []


def test_crossplane_objects_are_a_stack() -> None:
    bucket = "apiVersion: s3.aws.upbound.io/v1beta1\nkind: Bucket\nmetadata:\n  name: a\n"
    assert stack({"infra/bucket.yaml": bucket}).tool == "crossplane"


def test_charts_and_manifests_below_a_terraform_folder_belong_to_it() -> None:
    files = {
        "infra/main.tf": 'variable "a" {}\n',
        "infra/chart/Chart.yaml": "name: a\n",
        "infra/k8s/web.yaml": DEPLOYMENT,
    }
    assert stacks(files) == []


def test_definitions_for_others_to_claim_are_no_stack() -> None:
    files = {
        "upbound.yaml": "apiVersion: meta.dev.upbound.io/v1alpha1\nkind: Project\nmetadata: {name: a}\n",
        "apis/vpc.yaml": "apiVersion: apiextensions.crossplane.io/v1\nkind: Composition\nmetadata: {}\n",
    }
    assert stacks(files) == []


def test_a_kustomization_of_bases_from_elsewhere_declares_a_cluster() -> None:
    remote = "resources:\n  - https://example.org/acme/web//config?ref=v1\nimages:\n  - name: web\n"
    found = stack({"sources/web/kustomization.yaml": remote})
    assert (found.tool, found.at.line) == ("kubernetes", 2)


def test_a_kustomization_of_files_that_lie_here_is_no_cluster_by_itself() -> None:
    assert stacks({"sources/web/kustomization.yaml": "resources:\n  - crds.txt\n"}) == []
