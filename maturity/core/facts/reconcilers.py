"""Controllers that put the running state back to what is declared, without anybody asking."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from maturity.core.facts._controllers import told
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.hcl import HclFile
from maturity.core.readers.manifest import Manifests
from maturity.core.source import Source
from maturity.core.stacks._clusters import is_manifest_live
from maturity.core.stacks._places import belongs_to, is_live
from maturity.core.syntax.hcl import Block


class Reconciler(Struct, frozen=True, kw_only=True):
    """One object a controller acts on.

    controller  "flux", "argocd", "tofu-controller", "crossplane", "burrito", "spacelift", …
    repairs     it undoes drift by itself; False: it only reports, or is paused, and `note` says why
    applies     it applies by itself what was merged, whether or not it undoes drift
    path        what it applies, from the top of the repository, "" when not known
    """

    controller: str
    name: str
    at: Source
    repairs: bool = True
    applies: bool = True
    path: str = ""
    note: str = ""


class Reconcilers(Struct, frozen=True):
    found: tuple[Reconciler, ...] = ()

    @property
    def repairing(self) -> tuple[Reconciler, ...]:
        return tuple(one for one in self.found if one.repairs)

    def of(self, directory: str) -> tuple[Reconciler, ...]:
        """Those written in a folder, or that apply it, something in it, or a folder around it."""
        return tuple(
            one for one in self.found if _within(one.at.path, directory) or _related(one.path, directory)
        )

    @property
    def paused(self) -> tuple[Reconciler, ...]:
        return tuple(one for one in self.found if not one.repairs)


_SELF_HEAL = re.compile(r"\bself_?[hH]eal\"?\s*[=:]\s*\"?true")
_RECONCILE = re.compile(r"\breconcile\s*=\s*\"?true")


def collect(files: Files) -> Reconcilers:
    return Reconcilers(tuple(sorted([*_objects(files), *_resources(files)], key=lambda one: one.at)))


def _objects(files: Files) -> Iterator[Reconciler]:
    inputs = frozenset(folder(path) for path in files.of(HclFile))
    for path, manifests in files.of(Manifests).items():
        if not is_manifest_live(path, files):
            continue
        for document in manifests.documents:
            verdict = told(document)
            # a cloud object among the files of a Terraform folder is material that Terraform applies
            if verdict and not (verdict.controller == "crossplane" and belongs_to(path, inputs)):
                line = document.fields.get(verdict.field, ("", document.line))[1]
                yield Reconciler(
                    controller=verdict.controller,
                    name=document.name,
                    at=Source(path, line),
                    repairs=verdict.repairs,
                    applies=verdict.applies,
                    path=_plain(verdict.path),
                    note=verdict.note,
                )


def _within(path: str, directory: str) -> bool:
    return not directory or path == directory or path.startswith(f"{directory}/")


def _related(path: str, directory: str) -> bool:
    return bool(path) and (_within(path, directory) or _within(directory, path))


def _plain(path: str) -> str:
    return path.removeprefix("./").strip("/") if "{" not in path else ""


def _resources(files: Files) -> Iterator[Reconciler]:
    """Controllers configured by Terraform: an Argo CD application, drift detection that reconciles."""
    for path, found in files.each(HclFile, _in_terraform).items():
        if is_live(path, files):
            yield from found


def _in_terraform(path: str, content: HclFile) -> list[Reconciler]:
    resources = (block for block in content.of("resource") if len(block.labels) == 2)
    return [found for block in resources if (found := _resource(path, block))]


def _resource(path: str, block: Block) -> Reconciler | None:
    kind, name = block.labels
    if kind == "spacelift_drift_detection":
        line = _line(block, _RECONCILE)
        note = "" if line else "it reports drift and does not put it right"
        return Reconciler(
            controller="spacelift",
            name=name,
            at=Source(path, line or block.line),
            repairs=bool(line),
            note=note,
        )
    if kind in (
        "argocd_application",
        "argocd_application_set",
        "kubernetes_manifest",
        "kubectl_manifest",
        "helm_release",
    ):
        line = _line(block, _SELF_HEAL)
        return Reconciler(controller="argocd", name=name, at=Source(path, line)) if line else None
    return None


def _line(block: Block, pattern: re.Pattern[str]) -> int:
    """The line of the first attribute that matches, 0 = none does."""
    for attribute in block.attributes:
        hit = pattern.search(f"{attribute.name} = {attribute.value}")
        if hit:
            return attribute.line + attribute.value.count(
                "\n", 0, max(0, hit.start() - len(attribute.name) - 3)
            )
    return next(filter(None, (_line(inner, pattern) for inner in block.blocks)), 0)
