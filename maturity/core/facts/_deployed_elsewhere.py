"""Deploy settings in Kubernetes manifests, Helm values, CloudFormation templates and CDK programs."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.facts._setting import Setting, there, told
from maturity.core.files import Files
from maturity.core.readers._kinds import WORKLOADS
from maturity.core.readers.cloudformation import Template
from maturity.core.readers.helm_values import HelmValues
from maturity.core.readers.manifest import Manifest, Manifests
from maturity.core.readers.program import Program
from maturity.core.source import Source
from maturity.core.stacks._clusters import is_manifest_live
from maturity.core.stacks._places import is_live

BUNDLE = 15  # a file with more documents is somebody else's release, copied in
_POD = "spec.template.spec"
_WORKLOAD = {
    f"{_POD}.terminationGracePeriodSeconds": "stop grace",
    f"{_POD}.containers.lifecycle.preStop": "pre-stop hook",
    "spec.strategy.rollingUpdate.maxUnavailable": "surge",
    "spec.strategy.type": "strategy",
}
_PRESENT = {
    ("argoproj.io", "Rollout"): (
        ("spec.strategy.blueGreen", "blue/green"),
        ("spec.strategy.canary", "canary"),
    ),
    ("flagger.app", "Canary"): (("spec.analysis", "canary"),),
}
_IN_PROGRAMS = {
    "circuitBreaker": "circuit breaker", "circuit_breaker": "circuit breaker",
    "minHealthyPercent": "minimum healthy", "min_healthy_percent": "minimum healthy",
    "deregistrationDelay": "drain time", "deregistration_delay": "drain time",
}  # fmt: skip


def services(files: Files) -> Iterator[Source]:
    for path, document in _own_documents(files):
        if document.kind in WORKLOADS or document.kind == "Rollout":
            yield Source(path, document.line)


def settings(files: Files) -> Iterator[Setting]:
    for path, document in _own_documents(files):
        yield from _of_document(path, document)
    for path, values in files.of(HelmValues).items():
        for value in values.lines if is_live(path, files) else ():
            if value.setting != "feature flags":
                yield told(value.setting, Source(path, value.line), value.value or "yes")
    for path, template in files.of(Template).items():
        for one in template.settings if is_live(path, files, allowed=("templates", "template")) else ():
            yield told(one.setting, Source(path, one.line), one.value)
    for path, program in files.of(Program).items():
        for text, line in program.settings if is_live(path, files) else ():
            name, _, given = text.partition("=")
            if name in _IN_PROGRAMS:
                yield _in_program(_IN_PROGRAMS[name], Source(path, line), given)


def _own_documents(files: Files) -> Iterator[tuple[str, Manifest]]:
    """Manifests this repository wrote. A file with resource definitions is a controller's own release."""
    for path, manifests in files.of(Manifests).items():
        documents = manifests.documents
        copied = len(documents) > BUNDLE or any(one.kind == "CustomResourceDefinition" for one in documents)
        if not copied and is_manifest_live(path, files):
            for document in documents:
                yield path, document


def _of_document(path: str, document: Manifest) -> Iterator[Setting]:
    at = Source(path, document.line)
    if document.kind == "PodDisruptionBudget" and document.fields:
        limits = {name: document.value(f"spec.{name}") for name in ("minAvailable", "maxUnavailable")}
        given = next((f"{name} {value}" for name, value in limits.items() if value), "")
        yield told("disruption budget", at, given)
    for field, kind in _PRESENT.get((document.group, document.kind), ()):
        if field in document.fields:
            yield there(kind, Source(path, document.fields[field][1]))
    for field, kind in _WORKLOAD.items() if document.kind in WORKLOADS else ():
        if field in document.fields and not (kind == "strategy" and document.value(field) == "RollingUpdate"):
            text, line = document.fields[field]
            yield told(kind, Source(path, line), text or "yes")


def _in_program(kind: str, at: Source, value: str) -> Setting:
    """`{ rollback: true }` switches a breaker on; a duration or a name is as good as a number above zero."""
    if kind == "circuit breaker":
        return told(kind, at, "false" if "false" in value.lower() else "true")
    digits = "".join(char for char in value if char.isdigit())
    return told(kind, at, digits)
