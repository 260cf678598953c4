"""What settings files leave of what actions do: MegaLinter and the environment, tfaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, structs

from maturity.core.files import Files
from maturity.core.known.mega_linter import KEYS
from maturity.core.pipeline import Act
from maturity.core.readers.mega_linter import MegaLinter
from maturity.core.readers.tfaction import TfactionRoot
from maturity.core.source import Source
from maturity.core.tools._deed import Deed

_FILES = (".mega-linter.yml", ".mega-linter.yaml", ".megalinter.yml", ".megalinter.yaml")
_LISTS = ("ENABLE", "ENABLE_LINTERS", "DISABLE", "DISABLE_LINTERS", "DISABLE_ERRORS_LINTERS")
_FLAGS = ("DISABLE_ERRORS",)
# they left MegaLinter: only settings of their time name them
_GONE = frozenset({
    "TERRAFORM_TERRASCAN", "TERRAFORM_CHECKOV", "TERRAFORM_KICS", "TERRAFORM_TFSEC", "KUBERNETES_KUBEVAL",
})  # fmt: skip


class Chosen(Struct, frozen=True):
    """One linter that is on. `at`: the setting that names it, None when it is on by default."""

    key: str
    soft: str
    at: Source | None = None


def mega_linter_keys(env: Mapping[str, str], files: Files) -> Iterator[Chosen]:
    """The linters about infrastructure that are left on."""
    named = env.get("MEGALINTER_CONFIG", "")
    path = next((file for file in (named, *_FILES) if file and files.has(file)), "")
    written = (files.get(path, MegaLinter) if path else None) or MegaLinter()
    settings = _with(written, env)
    enabled, linters = settings.names("ENABLE"), settings.names("ENABLE_LINTERS")
    line = written.lines.get("ENABLE_LINTERS") or written.lines.get("ENABLE")
    for key in (key.upper() for key in KEYS):
        if _is_on(key, settings, enabled, linters):
            soft = "MegaLinter only reports it (DISABLE_ERRORS)" if settings.only_reports(key) else ""
            yield Chosen(key, soft, Source(path, line) if path and line else None)


def _is_on(key: str, settings: MegaLinter, enabled: tuple[str, ...], linters: tuple[str, ...]) -> bool:
    descriptor = key.partition("_")[0]
    if descriptor in settings.names("DISABLE") or key in settings.names("DISABLE_LINTERS"):
        return False
    if enabled or linters:
        return key in linters or (descriptor in enabled and key not in _GONE)
    return key not in _GONE


def _with(written: MegaLinter, env: Mapping[str, str]) -> MegaLinter:
    """Variables of the job overrule the file."""
    given = {name: env[name] for name in (*_LISTS, *_FLAGS) if name in env}
    lists = {name: values for name, values in written.lists.items() if name not in given}
    return structs.replace(written, settings={**written.settings, **given}, lists=lists)


def is_left_out(deed: Deed, files: Files) -> bool:
    """Whether tfaction's settings leave out what one of its actions can do."""
    if deed.tool != "tfaction" or deed.act not in {Act.LINT, Act.SCAN, Act.PLAN_POLICY}:
        return False
    root = next(iter(files.of(TfactionRoot).values()), TfactionRoot())
    return not {Act.LINT: root.lints, Act.SCAN: root.scans, Act.PLAN_POLICY: root.policy}[deed.act]
