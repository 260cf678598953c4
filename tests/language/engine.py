"""What core and adapters say: they know no language, so their sentences are read from their code.

An f-string becomes a sentence with named holes: f"job {one.job} fails" is "job {job} fails".
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from maturity.core.criterion import all_criteria
from maturity.core.pipeline import Act

ROOT = Path(__file__).resolve().parents[2]
# They hold code to paste, the words of other tools, or what only the command line and the API say.
SILENT = {"comments", "known", "memo", "readers", "report", "snippets", "syntax", "tools"}
SILENT_FILES = {
    "places.py",
    "redact.py",
    "registry.py",
    "remedy.py",
    "signature.py",
    "statuses.py",
    "summary.py",
}
WORD = re.compile(r"[A-Za-z][a-z']*")
CODE = re.compile(
    r"[\n\\$=|<>\t%]| --[a-z]|\[[a-z]|^\s*[a-z_-]+: [a-z{]\S*$|^(?:#| {2}|triggeredBy|echo|az |set )"
    r"|^[A-Z]+ [A-Z]+"
)
PROSE = {
    "a", "after", "all", "an", "and", "another", "any", "are", "as", "at", "be", "because", "been",
    "before", "both", "but", "by", "can", "cannot", "could", "do", "does", "each", "every", "for", "from",
    "had", "has", "have", "here", "if", "in", "into", "is", "it", "its", "known", "may", "more", "must",
    "neither", "never", "no", "nobody", "none", "not", "nothing", "of", "off", "on", "once", "one", "only",
    "or", "other", "out", "over", "own", "set", "so", "some", "somebody", "such", "than", "that", "the",
    "their", "them", "then", "there", "these", "they", "this", "those", "to", "too", "until", "was", "were",
    "what", "when", "where", "which", "who", "whose", "will", "with", "without", "yet",
}  # fmt: skip
# What other tools print, which is compared and not said.
FOREIGN = {
    "Could not resolve host", "No changes", "could not read Username",
    "does not appear to be a git repository",
    "has moved to", "lock file is read-only", "not allowed", "not found", "will no longer be managed by",
}  # fmt: skip
# Sentences are put together from these; no f-string holds them as one reads them.
NOUNS = (
    "assertion", "call", "file", "module", "more workflow", "place", "provider", "rule", "sample", "script",
    "service", "stack", "template", "workflow",
)  # fmt: skip
MOMENTS = (
    "on pull requests", "on every push", "after the merge", "on a tag or release", "on a schedule", "by hand",
    "when somebody comments", "when another workflow calls it",
)  # fmt: skip
COMPOSED = (
    *(f"{{n}} {noun}{ending}" for noun in NOUNS for ending in ("", "s")),
    *(f"{what} {when}" for what in ("{what}", "{tool}: {what}") for when in MOMENTS),
    *(f"{{tool}}: {{what}} {when}{more} {{when}}" for when in MOMENTS for more in (",", " or")),
    "{what}, job {job}", "job {id}: {reason}", "{tool} only reports: {cause}", "{what} and more", "declared",
    "{what}, in {directory}", "{what}, in the top folder", "{when} or {when2}", "nearest: {at} runs {what}",
    "{tier} tier: {message}", "pull request comment", "job {id}", "{what} read",
    "nearest: {at} runs {tool} ({act}) {when}", "nearest: {at} runs {tool} ({act}) {when}, in {directory}",
    "nearest: {at} runs {tool} ({act}) {when}, in the top folder",
    "{what} and {n} more workflow read", "{what} and {n} more workflows read",
    "automatic rollback", "blue/green", "canary", "circuit breaker", "deletion protection",
    "deployment controller", "disruption budget", "drain time", "feature flags", "minimum healthy",
    "pre-stop hook", "retain policy", "rolling replacement", "start grace", "stop grace", "static", "unit",
    "integration", "access file", "typed file", "flag platform", "flag resource", "merge queue",
    "in every selected Terramate stack",
    "pull request", "runbook", "dashboard", "before", "after", "days",
    "Load balancer", "Target group", "Cluster", "Service", "Counter", "Load balancer: errors (5xx)",
    "Load balancer: latency (p95)", "Load balancer: open connections (WebSocket)",
    "Prometheus: errors (5xx)", "Prometheus: latency (p95)", "Blue against green: errors (5xx)",
    "How long 95 % of the requests take, as a histogram tells. It looks five minutes back.",
)  # fmt: skip
COVERED = {
    "nearest: {at} runs {does} {x}", "and {things}", "in {x}", "more workflow", "only reports:", "and more",
}  # fmt: skip


def sentences() -> list[str]:
    found = dict.fromkeys(
        [text for one in all_criteria() for text in (one.question, one.why, one.aspect)]
        + [act.value for act in Act]
    )
    for folder in ("maturity/core", "maturity/adapters", "releases/core", "releases/adapters"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not SILENT & set(path.parts) and path.name not in SILENT_FILES:
                found |= dict.fromkeys(_of_file(path))
    return [text for text in found | dict.fromkeys(COMPOSED) if text not in FOREIGN | COVERED]


def _of_file(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    skipped = {id(part) for part in _silent(tree)}
    for node in ast.walk(tree):
        if id(node) not in skipped and _is_said(text := _text(node)):
            yield text.strip(" ,;")


def _silent(tree: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, and the fixed parts of f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            first = node.body[0]
            yield first.value if isinstance(first, ast.Expr) else first
        if isinstance(node, ast.JoinedStr):
            yield from (part for part in node.values if isinstance(part, ast.Constant))


def _text(node: ast.AST) -> str:
    """The text of a literal, or ""."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    names: list[str] = []
    text = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value)
        elif isinstance(part, ast.FormattedValue):
            names.append(name := _name(part.value))
            text += "{%s}" % (name if names.count(name) == 1 else f"{name}{names.count(name)}")
    return text


def _name(node: ast.AST) -> str:
    """`one.context.job` is "job"; a length is "n", which only a number fills."""
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_").lower()
    if isinstance(node, ast.Name):
        return node.id.lower()
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    called = getattr(getattr(node, "func", None), "id", "")
    return {"len": "n", "count": "things", "_counted": "things"}.get(called, "x")


def _is_said(text: str) -> bool:
    words = {word.lower() for word in WORD.findall(re.sub(r"\{\w*\}", " ", text))}
    return len(text) < 300 and " " in text.strip() and bool(words & PROSE) and not CODE.search(text)
