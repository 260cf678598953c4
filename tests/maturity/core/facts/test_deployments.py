from __future__ import annotations

import pytest

from maturity.core.facts.deployments import Deployments
from tests.maturity.core.stacks.scanning import fact


def service(body: str) -> str:
    return f'resource "aws_ecs_service" "web" {{\n{body}\n}}\n'


def group(value: str) -> str:
    return f'resource "aws_lb_target_group" "web" {{\n  deregistration_delay = {value}\n}}\n'


@pytest.mark.parametrize(
    ("text", "kind", "safe"),
    [
        (service("  deployment_circuit_breaker {\n    enable = true\n  }"), "circuit breaker", True),
        (service("  deployment_circuit_breaker {\n    enable = false\n  }"), "circuit breaker", False),
        (service('  deployment_controller {\n    type = "CODE_DEPLOY"\n  }'), "deployment controller", True),
        (service('  deployment_controller {\n    type = "ECS"\n  }'), "deployment controller", None),
        (service("  deployment_minimum_healthy_percent = 0"), "minimum healthy", False),
        (service("  deployment_minimum_healthy_percent = 100"), "minimum healthy", True),
        (service("  health_check_grace_period_seconds = 60"), "start grace", None),
        (
            'resource "aws_autoscaling_group" "web" {\n  instance_refresh {\n  }\n}\n',
            "rolling replacement",
            True,
        ),
        (group("60"), "drain time", True),
        (group('"60"'), "drain time", True),
        (group("0"), "drain time", False),
        (group("var.delay"), "drain time", None),
        (group("var.delay") + 'variable "delay" {\n  default = 45\n}\n', "drain time", True),
        (
            'module "web" {\n  source = "x/y/z"\n  deployment_circuit_breaker = { enable = true }\n}\n',
            "circuit breaker",
            True,
        ),
    ],
)
def test_values_decide_not_the_presence_of_an_attribute(text: str, kind: str, safe: bool | None) -> None:
    [found] = fact(Deployments, {"web.tf": text}).settings
    assert (found.kind, found.safe) == (kind, safe)


def test_a_commented_setting_is_none() -> None:
    assert (
        fact(Deployments, {"web.tf": service("  # deployment_minimum_healthy_percent = 100")}).settings == ()
    )


@pytest.mark.parametrize(
    ("spec", "kind", "safe"),
    [
        ("  template: {spec: {terminationGracePeriodSeconds: 60}}", "stop grace", True),
        ("  template: {spec: {terminationGracePeriodSeconds: 0}}", "stop grace", False),
        ("  strategy: {rollingUpdate: {maxUnavailable: 0}}", "surge", True),
        ("  strategy: {rollingUpdate: {maxUnavailable: 1}}", "surge", None),
        ("  strategy: {type: Recreate}", "strategy", False),
    ],
)
def test_manifests_are_judged_by_their_values(spec: str, kind: str, safe: bool | None) -> None:
    text = f"apiVersion: apps/v1\nkind: Deployment\nspec:\n{spec}\n"
    [found] = fact(Deployments, {"k8s/web.yaml": text}).settings
    assert (found.kind, found.safe) == (kind, safe)


def test_a_release_copied_in_is_not_ours() -> None:
    crd = "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
    pod = "{template: {spec: {terminationGracePeriodSeconds: 9}}}"
    own = f"---\napiVersion: apps/v1\nkind: Deployment\nspec: {pod}\n"
    assert fact(Deployments, {"k8s/install.yaml": crd + own}).settings == ()
    assert len(fact(Deployments, {"k8s/web.yaml": own}).settings) == 1


def test_rollouts_and_values_of_charts_count() -> None:
    rollout = "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec:\n  strategy:\n    canary: {steps: []}\n"
    files = {"k8s/web.yaml": rollout, "charts/web/values.yaml": "terminationGracePeriodSeconds: 120\n"}
    assert [(one.kind, one.safe) for one in fact(Deployments, files).settings] == [
        ("stop grace", True), ("canary", True),
    ]  # fmt: skip
