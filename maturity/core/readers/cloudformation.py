"""CloudFormation and SAM templates, samconfig.toml and serverless.yml."""

from __future__ import annotations

import re
import tomllib
from collections import Counter

from msgspec import Struct, field

from maturity.core.reader import YAML, Reader
from maturity.core.readers._lines import base_name, text_of
from maturity.core.readers._yaml_path import pick
from maturity.core.syntax import yaml
from maturity.core.syntax.yaml import Mapping

_CI = (".github/", ".circleci/", ".gitlab/", ".azuredevops/", ".buildkite/")
_JSON = re.compile(r"cloud-?formation|cfn|template|stack|infra|(?:^|[/_-])sam(?:[/_.-]|$)", re.IGNORECASE)
_SERVERLESS = re.compile(r"^serverless(?:[.-][\w.-]+)?\.ya?ml$")
_TEMPLATE = re.compile(rb"AWSTemplateFormatVersion|AWS::Serverless-2016-10-31|Type[\"']?:\s*[\"']?AWS::")
# property of a resource -> (setting, dotted path)
_SETTINGS = {
    "AWS::ECS::Service": (
        ("circuit breaker", "Properties.DeploymentConfiguration.DeploymentCircuitBreaker.Enable"),
        ("minimum healthy", "Properties.DeploymentConfiguration.MinimumHealthyPercent"),
        ("deployment controller", "Properties.DeploymentController.Type"),
        ("start grace", "Properties.HealthCheckGracePeriodSeconds"),
    ),
    "AWS::Serverless::Function": (("canary", "Properties.DeploymentPreference.Type"),),
    "AWS::CodeDeploy::DeploymentGroup": (
        ("automatic rollback", "Properties.AutoRollbackConfiguration.Enabled"),
    ),
}


class TemplateSetting(Struct, frozen=True, array_like=True):
    setting: str
    value: str
    line: int


class Template(Struct, frozen=True, kw_only=True):
    """form: "cloudformation", "sam", "samconfig" or "serverless". environments: of samconfig."""

    form: str
    line: int = 1
    resources: dict[str, int] = field(default_factory=dict)
    environments: tuple[str, ...] = ()
    settings: tuple[TemplateSetting, ...] = ()
    retained: tuple[tuple[str, int], ...] = ()
    service: str = ""


def wants(path: str) -> bool:
    if path.endswith((".yaml", ".yml")):
        return not path.startswith(_CI)
    if path.endswith((".json", ".template")):
        return _JSON.search(path) is not None and not path.endswith(("package.json", "package-lock.json"))
    return path.endswith("samconfig.toml")


def read(path: str, data: bytes) -> Template | None:
    name = base_name(path)
    if name == "samconfig.toml":
        return _samconfig(data)
    if _SERVERLESS.match(name):
        return _serverless(data)
    if b"AWS::" not in data or not _TEMPLATE.search(data):
        return None
    try:
        documents = yaml.documents(data)
    except ValueError:
        return None
    top = yaml.mapping(documents[0]) if len(documents) == 1 else yaml.Mapping()
    return _template(top) if isinstance(top.get("Resources"), Mapping) else None


def _template(top: Mapping) -> Template | None:
    resources = yaml.mapping(top["Resources"])
    kinds: Counter[str] = Counter()
    settings: list[TemplateSetting] = []
    retained = []
    for name, node in resources.items():
        one = yaml.mapping(node)
        kind = yaml.text(one.get("Type"))
        kinds[kind] += 1
        settings += _settings(one, kind)
        if yaml.text(one.get("DeletionPolicy")) in ("Retain", "Snapshot"):
            retained.append((name, one.key_lines["DeletionPolicy"]))
    kinds.pop("", None)
    if not any(kind.startswith(("AWS::", "Alexa::", "Custom::")) for kind in kinds):
        return None
    serverless = "AWS::Serverless" in ",".join(yaml.strings(top.get("Transform")))
    return Template(
        form="sam" if serverless else "cloudformation", line=top.key_lines["Resources"],
        resources=dict(kinds), settings=tuple(settings), retained=tuple(retained[:20]),
    )  # fmt: skip


def _settings(node: Mapping, kind: str) -> list[TemplateSetting]:
    asked = [(setting, pick(node, path)) for setting, path in _SETTINGS.get(kind, ())]
    found = [TemplateSetting(setting, *hit) for setting, hit in asked if hit and hit[0]]
    if kind == "AWS::ElasticLoadBalancingV2::TargetGroup":
        attributes = yaml.items(yaml.mapping(node.get("Properties")).get("TargetGroupAttributes"))
        found += [
            TemplateSetting("drain time", yaml.text(one.get("Value")), one.line)
            for one in map(yaml.mapping, attributes)
            if yaml.text(one.get("Key")) == "deregistration_delay.timeout_seconds"
        ]
    return found


def _samconfig(data: bytes) -> Template:
    try:
        top = tomllib.loads(text_of(data))
    except (tomllib.TOMLDecodeError, RecursionError):
        raise ValueError("not valid TOML") from None
    return Template(
        form="samconfig", environments=tuple(name for name, node in top.items() if isinstance(node, dict))
    )


def _serverless(data: bytes) -> Template | None:
    documents = yaml.documents(data)
    top = yaml.mapping(documents[0]) if documents else yaml.Mapping()
    if "service" not in top or "provider" not in top:
        return None
    functions = yaml.mapping(top.get("functions"))
    declared = yaml.mapping(yaml.mapping(top.get("resources")).get("Resources"))
    kinds = Counter(yaml.text(yaml.mapping(node).get("Type")) for node in declared.values())
    return Template(
        form="serverless", line=top.key_lines["service"], resources={"function": len(functions), **kinds},
        service=yaml.text(top["service"]),
    )  # fmt: skip


reader = Reader("cloudformation", 1, Template, wants, read, ends=(*YAML, ".json", ".template", ".toml"))
