"""trivy: a scan of infrastructure code when it looks for misconfiguration in files."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import Line, read

NAMES = ("trivy",)

_VALUED = frozenset({"--severity", "-s", "--format", "-f", "--output", "-o", "--exit-code", "--scanners",
                     "--security-checks", "--skip-dirs", "--skip-files", "--config", "-c", "--ignorefile",
                     "--tf-vars", "--misconfig-scanners", "--timeout", "--cache-dir", "--config-policy",
                     "--config-check", "--policy", "--template", "-t", "--helm-values"})  # fmt: skip
_FILES = frozenset({"fs", "filesystem", "repo", "repository", "rootfs"})


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    if line.verb not in {"config", "conf"} and not (
        line.verb in _FILES and _looks_for_misconfiguration(line)
    ):
        return []
    soft = "" if line.value("--exit-code") not in {"", "0"} else "without --exit-code trivy always succeeds"
    directory = line.rest[-1] if line.rest else ""
    acts = [Act.SCAN]
    if line.values("--config-policy", "--config-check", "--policy"):
        acts.append(Act.POLICY)
    return [Deed(act=act, tool="trivy", flags=line.flags, directory=directory, soft=soft) for act in acts]


def _looks_for_misconfiguration(line: Line) -> bool:
    kinds = ",".join(line.values("--scanners", "--security-checks")).split(",")
    return bool({"misconfig", "config"} & set(kinds))
