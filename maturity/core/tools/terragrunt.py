"""terragrunt: Terraform's verbs, for one unit or for all."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._terraform import deeds
from maturity.core.tools._words import Line, read

NAMES = ("terragrunt", "tg")

_VALUED = frozenset(
    prefix + name
    for prefix in ("-", "-terragrunt-")
    for name in (
        "working-dir",
        "config",
        "source",
        "iam-role",
        "iam-assume-role",
        "log-level",
        "log-format",
        "log-custom-format",
        "parallelism",
        "include-dir",
        "exclude-dir",
        "queue-include-dir",
        "queue-exclude-dir",
        "download-dir",
        "tfpath",
        "tf-path",
        "out-dir",
        "json-out-dir",
        "hclfmt-file",
        "provider-cache-dir",
        "filter",
        "out",
        "var",
        "var-file",
        "target",
        "backend-config",
        "lock-timeout",
        "feature",
        "queue-excludes-file",
        "excludes-file",
        "report-file",
        "report-format",
        "file",
    )
)
_ALL = frozenset({"run-all", "run", "stack", "xargs"})
_OLD_ALL = {"plan-all": "plan", "apply-all": "apply", "validate-all": "validate", "destroy-all": "destroy"}


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(
        tuple(word[1:] if word.startswith("--") and len(word) > 2 else word for word in words), _VALUED
    )
    directory = line.value("-working-dir", "-terragrunt-working-dir")
    if not directory and (config := line.value("-config", "-terragrunt-config")):
        directory = config.rpartition("/")[0]
    verbs = [verb for verb in (*line.verbs, *_passed_on(line)) if verb not in _ALL]
    if verbs:
        verbs[0] = _OLD_ALL.get(verbs[0], verbs[0])
    flags = (*line.flags, *(word for word in line.after if word.startswith("-")))
    inner = Line(tuple(verbs), flags)
    found = _own(inner, tuple(verbs)) or deeds(inner, "terragrunt")
    return [_placed(deed, directory) for deed in found]


def _passed_on(line: Line) -> tuple[str, ...]:
    """`run -- plan -out=x` and `exec -- terraform plan` name the verb after the dashes."""
    return tuple(
        word for word in line.after if not word.startswith("-") and word not in {"terraform", "tofu"}
    )


def _own(line: Line, verbs: tuple[str, ...]) -> list[Deed]:
    """Verbs that are Terragrunt's, not Terraform's."""
    if verbs[:1] == ("hclfmt",) or verbs[:2] == ("hcl", "fmt") or verbs[:2] == ("hcl", "format"):
        checks = line.has("-check", "-terragrunt-check", "-diff")
        return [Deed(act=Act.FMT if checks else Act.FMT_WRITE, tool="terragrunt", flags=line.flags)]
    if verbs[:1] in {("hclvalidate",), ("validate-inputs",)} or verbs[:2] == ("hcl", "validate"):
        return [Deed(act=Act.VALIDATE, tool="terragrunt", flags=line.flags)]
    return []


def _placed(deed: Deed, directory: str) -> Deed:
    return Deed(
        act=deed.act,
        tool="terragrunt",
        flags=deed.flags,
        directory=directory or deed.directory,
        soft=deed.soft,
        certain=deed.certain,
        target=deed.target,
        note=deed.note,
    )
