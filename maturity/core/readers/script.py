"""Scripts, as the commands they run: shell, PowerShell, and the processes that other languages start."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import Reader
from maturity.core.readers._powershell import powershell_commands
from maturity.core.readers._processes import Call, Processes, may_do_something
from maturity.core.syntax.code import LANGUAGES, read_tokens
from maturity.core.syntax.shell import Command, commands

_SHELL_SUFFIXES = (".sh", ".bash", ".zsh", ".ksh")
_SUFFIXES = {
    ".py": "python", ".js": "javascript", ".mjs": "javascript", ".cjs": "javascript", ".ts": "javascript",
    ".mts": "javascript", ".rb": "ruby", ".rake": "ruby", ".go": "go", ".ps1": "powershell",
    ".psm1": "powershell", **dict.fromkeys(_SHELL_SUFFIXES, "shell"),
}  # fmt: skip
_SHEBANG = re.compile(
    rb"#![ \t]*\S*?(?:env[ \t]+(?:-S[ \t]+)?(?:\w+=\S*[ \t]+)*)?(bash|sh|zsh|dash|ksh|ash|python|node|deno"
    rb"|bun|ruby|pwsh)\d*(?:\.\d+)*\b"
)
_INTERPRETERS = {
    "python": "python", "node": "javascript", "deno": "javascript", "bun": "javascript", "ruby": "ruby",
    "pwsh": "powershell",
}  # fmt: skip
_MAX_FOLDERS = 3  # programs lie deep, scripts do not; what a pipeline runs is read wherever it lies


class Script(Struct, frozen=True, omit_defaults=True):
    """language: "shell", "powershell", "python", "javascript" (and TypeScript), "ruby" or "go".

    commands   as `syntax.shell` reads them; their line counts from 0, the file's first line
    imports    modules a program imports, as written; of one that may start or call something
    calls      calls of a Python program that may talk to a cloud: `boto3.client("ec2")`, `ec2.create_vpc(…)`
    """

    language: str
    commands: tuple[Command, ...] = ()
    imports: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()


def _wants(path: str) -> bool:
    return not path.endswith(".py") or path.count("/") <= _MAX_FOLDERS


def _read(path: str, data: bytes) -> Script | None:
    language = _language(path, data)
    if not language:
        return None
    if b"\0" in data[:1000]:
        raise ValueError("The file is not text.")
    text = data.decode("utf-8-sig", "replace")
    if language == "shell":
        return Script(language, tuple(commands(text)))
    if language == "powershell":
        return Script(language, tuple(powershell_commands(text)))
    if not may_do_something(language, text):
        return Script(language)
    processes = Processes(language, read_tokens(text, LANGUAGES[language]))
    return Script(language, processes.commands, processes.imports, processes.calls)


def _language(path: str, data: bytes) -> str:
    name = path.rpartition("/")[2]
    _, dot, suffix = name.rpartition(".")
    language = _SUFFIXES.get(dot + suffix, "")
    if language:
        return language
    match = _SHEBANG.match(data[:200])
    if match is None:
        return "ruby" if name == "Rakefile" else ""
    return _INTERPRETERS.get(match[1].decode(), "shell")


reader = Reader("script", 3, Script, _wants, _read, ends=(".py", ".ps1", ".psm1", *_SHELL_SUFFIXES))
