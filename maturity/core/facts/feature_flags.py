"""Where feature flags are defined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from maturity.core.files import Files
from maturity.core.paths import is_sample
from maturity.core.readers.dependencies import LIBRARIES, Dependencies
from maturity.core.readers.feature_flags import FlagFile
from maturity.core.readers.hcl import HclFile
from maturity.core.readers.helm_values import HelmValues
from maturity.core.readers.manifest import Manifests
from maturity.core.source import Source
from maturity.core.stacks._backends import entries
from maturity.core.syntax.hcl import Attribute


class FlagPlace(Struct, frozen=True):
    """One place flags are defined in.

    kind   "typed file", "flag map", "flag platform", "flag resource"
    name   the file's, variable's or platform's name
    flags  how many it defines, 0 when they live elsewhere
    """

    kind: str
    name: str
    at: Source
    flags: int = 0


class FeatureFlags(Struct, frozen=True):
    """places: central definitions. Empty: no flags were found."""

    places: tuple[FlagPlace, ...] = ()


_NAMED = re.compile(r"(?:^|_)feature_?(?:flags|toggles|switches)(?:_|$)", re.IGNORECASE)
_KINDS = {"typed": "typed file", "map": "typed file", "data": "flag map", "access": "access file"}
_RESOURCES = frozenset({
    "launchdarkly_feature_flag", "unleash_feature", "flagsmith_feature", "configcat_setting", "split_split",
    "azurerm_app_configuration_feature", "growthbook_feature", "flipt_flag", "statsig_gate",
})  # fmt: skip
_APPCONFIG = "aws_appconfig_configuration_profile"


def collect(files: Files) -> FeatureFlags:
    found = [
        *_files(files),
        *_terraform(files),
        *_values(files),
        *_platforms(files),
        *_objects(files),
    ]
    return FeatureFlags(tuple(sorted(found, key=lambda place: place.at)))


def _files(files: Files) -> Iterator[FlagPlace]:
    for path, one in files.of(FlagFile).items():
        if not is_sample(path):
            yield FlagPlace(_KINDS[one.form], path.rpartition("/")[2], Source(path, one.line), one.flags)


def _terraform(files: Files) -> Iterator[FlagPlace]:
    for path, found in files.each(HclFile, _in_terraform).items():
        if not is_sample(path):
            yield from found


def _in_terraform(path: str, content: HclFile) -> list[FlagPlace]:
    return [*_variables(path, content), *_resources(path, content)]


def _variables(path: str, content: HclFile) -> Iterator[FlagPlace]:
    """A map of flags in a variables file, or a variable or local of that name."""
    for one in content.attributes if path.endswith(".tfvars") else ():
        if _NAMED.search(one.name):
            yield FlagPlace("flag map", one.name, Source(path, one.line), len(entries(one.value)))
    for block in content.blocks:
        if block.type == "variable" and block.labels and _NAMED.search(block.labels[0]):
            yield FlagPlace("flag map", block.labels[0], Source(path, block.line))
        for one in block.attributes if block.type == "locals" else ():
            if _NAMED.search(one.name) and one.value.lstrip().startswith("{"):
                yield FlagPlace("flag map", one.name, Source(path, one.line), len(entries(one.value)))


def _values(files: Files) -> Iterator[FlagPlace]:
    for path, values in files.of(HelmValues).items():
        for line in values.lines:
            if line.setting == "feature flags" and not is_sample(path):
                yield FlagPlace("flag map", "featureFlags", Source(path, line.line), int(line.value))


def _platforms(files: Files) -> Iterator[FlagPlace]:
    for path, dependencies in files.of(Dependencies).items():
        for name, line in dependencies.lines.items():
            if LIBRARIES.get(name) == "feature flags" and not is_sample(path):
                yield FlagPlace("flag platform", name, Source(path, line))


def _resources(path: str, content: HclFile) -> Iterator[FlagPlace]:
    for kind in sorted(_RESOURCES & content.resources.keys()):
        yield FlagPlace("flag resource", kind, Source(path), content.resources[kind])
    for block in content.of("resource"):
        if block.labels[:1] == (_APPCONFIG,) and _is_flags(block.attributes):
            yield FlagPlace("flag resource", _APPCONFIG, Source(path, block.line))


def _is_flags(attributes: tuple[Attribute, ...]) -> bool:
    return any(one.name == "type" and "AWS.AppConfig.FeatureFlags" in one.value for one in attributes)


def _objects(files: Files) -> Iterator[FlagPlace]:
    for path, manifests in files.of(Manifests).items():
        for document in manifests.documents:
            if (
                document.group == "core.openfeature.dev"
                and document.kind == "FeatureFlag"
                and not is_sample(path)
            ):
                yield FlagPlace("flag resource", document.name, Source(path, document.line))
