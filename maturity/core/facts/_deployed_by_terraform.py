"""Deploy settings in Terraform: of resources, and of modules that take the same names."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.facts._setting import Setting, there, told
from maturity.core.facts.configurations import Configurations
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.hcl import HclFile
from maturity.core.source import Source
from maturity.core.stacks._backends import entries
from maturity.core.stacks._places import is_live
from maturity.core.syntax.hcl import Attribute, Block, literal

# resource type -> attribute -> setting
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "aws_ecs_service": {
        "deployment_minimum_healthy_percent": "minimum healthy",
        "health_check_grace_period_seconds": "start grace",
    },
    "aws_lb_target_group": {"deregistration_delay": "drain time"},
    "aws_alb_target_group": {"deregistration_delay": "drain time"},
}  # fmt: skip
# block inside a resource -> (attribute, setting)
_BLOCKS = {
    "deployment_circuit_breaker": ("enable", "circuit breaker"),
    "deployment_controller": ("type", "deployment controller"),
    "deployment_configuration": ("strategy", "strategy"),
    "auto_rollback_configuration": ("enabled", "automatic rollback"),
    "blue_green_deployment_config": ("", "blue/green"),
    "routing_config": ("", "canary"),
    "instance_refresh": ("", "rolling replacement"),
}
_RESOURCES = frozenset({
    *_ATTRIBUTES, "aws_autoscaling_group", "aws_codedeploy_deployment_group",
    "aws_codedeploy_deployment_config", "aws_lambda_alias",
})  # fmt: skip
_BUDGETS = frozenset({"kubernetes_pod_disruption_budget", "kubernetes_pod_disruption_budget_v1"})
# inputs of modules that mean one thing wherever they occur
_INPUTS = {
    "deployment_circuit_breaker": "circuit breaker",
    "circuit_breaker_deployment_enabled": "circuit breaker",
    "enable_deployment_circuit_breaker": "circuit breaker", "deregistration_delay": "drain time",
    "deployment_minimum_healthy_percent": "minimum healthy",
    "deployment_controller_type": "deployment controller",
    "health_check_grace_period_seconds": "start grace",
}  # fmt: skip
_SERVICES = frozenset({
    "aws_ecs_service", "kubernetes_deployment", "google_cloud_run_service", "google_cloud_run_v2_service",
    "azurerm_container_app", "azurerm_linux_web_app", "aws_lambda_function", "aws_apprunner_service",
    "google_app_engine_standard_app_version", "aws_autoscaling_group",
})  # fmt: skip


def services(files: Files) -> Iterator[Source]:
    for path in files.each(HclFile, _runs_services):
        if is_live(path, files):
            yield Source(path)


def _runs_services(path: str, content: HclFile) -> bool:
    return not _SERVICES.isdisjoint(content.resources)


def settings(files: Files, configurations: Configurations) -> Iterator[Setting]:
    for path, (budget, blocks) in files.each(HclFile, _settled).items():
        if not is_live(path, files):
            continue
        if budget:
            yield there("disruption budget", Source(path, budget))
        defaults = _Defaults(folder(path), configurations)
        for block in blocks:
            of_block = _resource if block.type == "resource" else _module
            yield from of_block(path, block, defaults)


def _settled(path: str, content: HclFile) -> tuple[int, tuple[Block, ...]] | None:
    """The line of a disruption budget, 0 = none, and the blocks that settle how a service is deployed."""
    if not path.endswith((".tf", ".tofu")):
        return None
    budget = 0 if _BUDGETS.isdisjoint(content.resources) else content.first_resource or 1
    blocks = tuple(block for block in content.blocks if _settles(block))
    return (budget, blocks) if budget or blocks else None


def _settles(block: Block) -> bool:
    if block.type == "resource":
        return bool(block.labels) and block.labels[0] in _RESOURCES
    return block.type == "module" and any(one.name in _INPUTS for one in block.attributes)


class _Defaults:
    """The defaults of a directory's variables, looked up when a value is `var.x`."""

    def __init__(self, directory: str, configurations: Configurations) -> None:
        self._directory = directory
        self._configurations = configurations

    def value(self, text: str) -> str:
        """The value as text, "" when only a run knows it."""
        text = text.strip()
        if text.startswith("var.") and text[4:].isidentifier():
            return self._default(text[4:])
        known = literal(text)
        if isinstance(known, bool):
            return "true" if known else "false"
        return str(known) if isinstance(known, str | int) else ""

    def _default(self, name: str) -> str:
        one = self._configurations.directories.get(self._directory)
        for _, block in one.variables if one else ():
            if block.labels == (name,):
                default = block.attribute("default")
                return self.value(default.value) if default and not default.value.startswith("var.") else ""
        return ""


def _resource(path: str, block: Block, defaults: _Defaults) -> Iterator[Setting]:
    names = _ATTRIBUTES.get(block.labels[0], {})
    for one in block.attributes:
        if one.name in names:
            yield _setting(names[one.name], path, one, defaults)
    for inner in _descendants(block):
        name, kind = _BLOCKS.get(inner.type, ("", ""))
        if not kind:
            continue
        found = inner.attribute(name) if name else None
        if found:
            yield _setting(kind, path, found, defaults)
        elif not name:
            yield there(kind, Source(path, inner.line))


def _descendants(block: Block) -> Iterator[Block]:
    for inner in block.blocks:
        yield inner
        yield from _descendants(inner)


def _module(path: str, block: Block, defaults: _Defaults) -> Iterator[Setting]:
    for one in block.attributes:
        kind = _INPUTS.get(one.name)
        if not kind:
            continue
        inside = entries(one.value)
        enabled = next((each for each in inside if each.name in ("enable", "enabled", "type")), None)
        shown = Attribute(one.name, one.line, enabled.value) if enabled else one
        yield _setting(kind, path, shown, defaults)


def _setting(kind: str, path: str, one: Attribute, defaults: _Defaults) -> Setting:
    value = defaults.value(one.value)
    note = "" if value else f"{one.value.strip()[:60]} is known only at run time"
    return told(kind, Source(path, one.line), value, note)
