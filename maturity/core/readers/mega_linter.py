"""MegaLinter's configuration: which linters run, and which only report."""

from __future__ import annotations

from msgspec import Struct, field

from maturity.core.reader import YAML, Reader
from maturity.core.syntax import yaml

_NAMES = frozenset({".mega-linter.yml", ".mega-linter.yaml", ".megalinter.yml", ".megalinter.yaml"})


class MegaLinter(Struct, frozen=True, omit_defaults=True):
    """Settings as text, key -> value; lists and their comma-separated form are in `lists`."""

    settings: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def names(self, key: str) -> tuple[str, ...]:
        """The values of a list setting (ENABLE, DISABLE_LINTERS, …), however it is written."""
        listed = self.lists.get(key)
        if listed is None:
            listed = tuple(part.strip() for part in self.settings.get(key, "").split(",") if part.strip())
        return listed

    def is_on(self, key: str) -> bool:
        return self.settings.get(key, "").lower() == "true"

    def only_reports(self, linter: str) -> bool:
        """Whether findings of this linter (TERRAFORM_TFLINT) leave the build green."""
        own = self.settings.get(f"{linter}_DISABLE_ERRORS")
        if own is not None:
            return own.lower() == "true"
        return self.is_on("DISABLE_ERRORS") or linter in self.names("DISABLE_ERRORS_LINTERS")


def _wants(path: str) -> bool:
    return path.rpartition("/")[2] in _NAMES


def _read(_path: str, data: bytes) -> MegaLinter:
    documents = yaml.documents(data)
    top = yaml.mapping(documents[0] if documents else None)
    settings = {key: str(node) for key, node in top.items() if isinstance(node, yaml.Scalar)}
    lists = {key: tuple(yaml.strings(node)) for key, node in top.items() if isinstance(node, yaml.Sequence)}
    return MegaLinter(settings, lists, dict(top.key_lines))


reader = Reader("mega_linter", 1, MegaLinter, _wants, _read, ends=YAML)
