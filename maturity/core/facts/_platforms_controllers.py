"""Controllers in a cluster that plan and apply Terraform from this repository."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.facts._platform import Platform
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.readers.manifest import Manifest, Manifests
from maturity.core.source import Source
from maturity.core.stacks._places import is_live


def controllers(files: Files, here: RepositoryName) -> Iterator[Platform]:
    for path, manifests in files.of(Manifests).items():
        if not is_live(path, files):
            continue
        for document in manifests.documents:
            if (document.group, document.kind) == ("infra.contrib.fluxcd.io", "Terraform"):
                yield _tofu_controller(path, document)
            elif (document.group, document.kind) == ("config.terraform.padok.cloud", "TerraformLayer"):
                yield _burrito(path, document)
            elif document.kind == "HelmRelease" and _chart(document) == "konflate":
                yield from _konflate(path, document, here)


def _chart(document: Manifest) -> str:
    return document.value("spec.chartRef.name") or document.value("spec.chart.spec.chart").rpartition("/")[2]


def _on(document: Manifest, field: str) -> bool:
    return document.value(field).lower() in {"true", "yes", "on"}


def _at(path: str, document: Manifest, field: str) -> Source:
    return Source(path, document.fields.get(field, ("", document.line))[1])


def _folder(document: Manifest) -> tuple[str, ...]:
    written = document.value("spec.path").removeprefix("./").strip("/")
    return (written,) if written and "$" not in written and "{" not in written else ()


def _tofu_controller(path: str, document: Manifest) -> Platform:
    """With `approvePlan: auto` a commit is applied, and whatever drifts from it is put back."""
    paused = _on(document, "spec.suspend") or _on(document, "spec.planOnly")
    auto = document.value("spec.approvePlan") == "auto" and not paused
    watches = not _on(document, "spec.disableDriftDetection") and not _on(document, "spec.suspend")
    return Platform(
        name="tofu-controller",
        at=_at(path, document, "spec.approvePlan"),
        applies_after_merge=auto,
        locks=True,
        drift_check=watches,
        reconciles=auto and watches,
        directories=_folder(document),
        note="" if auto else "paused, or every plan waits for an approval",
    )


def _konflate(path: str, document: Manifest, here: RepositoryName) -> Iterator[Platform]:
    """It renders what a pull request changes in the cluster and shows the difference there."""
    repository = document.value("spec.values.config.repo").removesuffix(".git").lower()
    if here.name and not repository.endswith(here.name.lower()):
        return
    comments = _on(document, "spec.values.config.prComments")
    yield Platform(
        name="konflate",
        at=_at(path, document, "spec.values.config.prComments"),
        plans_pull_requests=comments or _on(document, "spec.values.config.statusChecks"),
        comments=comments,
        applies_after_merge=False,
        drift_check=False,
        reconciles=False,
        certain=bool(here.name),
        note="" if here.name else "it follows a repository, and this one's name is not known here",
    )


def _burrito(path: str, document: Manifest) -> Platform:
    field = "spec.remediationStrategy.autoApply"
    auto = _on(document, field) if document.value(field) else None
    return Platform(
        name="burrito",
        at=_at(path, document, field),
        applies_after_merge=auto,
        locks=True,
        drift_check=True,
        reconciles=auto,
        directories=_folder(document),
        note="" if auto else "whether it applies is set on the layer or its repository",
    )
