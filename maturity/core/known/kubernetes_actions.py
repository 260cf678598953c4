"""GitHub actions of Kubernetes, Helm, Flux and Argo CD."""

from __future__ import annotations

from maturity.core.known._row import Does, Row
from maturity.core.pipeline import Act

ROWS = (
    Row(
        names=("allenporter/flux-local/action/diff",),
        tool="flux-local",
        directory=("path",),
        does=(Does(Act.PLAN),),
    ),
    Row(
        names=("allenporter/flux-local/action/test",),
        tool="flux-local",
        directory=("path",),
        does=(Does(Act.VALIDATE),),
    ),
    Row(
        names=("fluxcd/flux2/action", "fluxcd/pkg/actions/*", "allenporter/flux-local/action/setup"),
        tool="flux",
    ),
    Row(
        names=("fluxcd/flux-schema/actions/validate",),
        tool="flux",
        directory=("path",),
        does=(Does(Act.VALIDATE),),
    ),
    Row(names=("fluxcd/flux-schema/actions/setup",), tool="flux"),
    Row(
        names=("dag-andersen/argocd-diff-preview", "zapier/kubechecks"),
        tool="argocd-diff-preview",
        does=(Does(Act.PLAN),),
    ),
    Row(
        names=("quizlet/argocd-diff-action", "omegion/argocd-app-actions"),
        tool="argocd",
        does=(Does(Act.PLAN, "command!=sync"), Does(Act.APPLY, "command=sync")),
    ),
    Row(
        names=(
            "helm/chart-testing-action",
            "helm/kind-action",
            "azure/setup-helm",
            "azure/setup-kubectl",
            "azure/k8s-set-context",
            "azure/aks-set-context",
            "azure/k8s-create-secret",
        ),
        tool="kubernetes",
    ),
    Row(names=("azure/k8s-bake",), tool="kubernetes", does=(Does(Act.VALIDATE),)),
    Row(
        names=("azure/k8s-deploy",),
        tool="kubernetes",
        target="manifests",
        does=(Does(Act.APPLY, "action!=reject"),),
    ),
    Row(
        names=("helmfile/helmfile-action",),
        tool="helmfile",
        command="helmfile-args",
        directory=("helmfile-workdirectory",),
    ),
    Row(
        names=("cloudposse/github-action-deploy-helmfile",),
        tool="helmfile",
        does=(Does(Act.APPLY, "operation!=destroy"), Does(Act.DESTROY, "operation=destroy")),
    ),
    Row(
        names=("deliverybot/helm", "bitovi/github-actions-deploy-eks-helm", "vimeda/helm"),
        tool="helm",
        does=(Does(Act.APPLY),),
    ),
    Row(names=("actions-hub/kubectl", "steebchen/kubectl"), tool="kubectl", command="args"),
    Row(names=("d3adb5/helm-unittest-action",), tool="helm", does=(Does(Act.TEST),)),
    Row(
        names=("karancode/kustomize-github-action", "stefanprodan/kube-tools"),
        tool="kustomize",
        does=(Does(Act.VALIDATE),),
    ),
    Row(
        names=("kyverno/chainsaw/.github/actions/install", "kyverno/action-install-chainsaw"), tool="chainsaw"
    ),
)
