"""Programs that declare infrastructure: CDK, CDKTF, Pulumi and cdk8s."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import Reader
from maturity.core.readers._lines import Lines, text_of

_ENTRY = re.compile(
    r"(?:^|/)bin/[\w.-]+\.(?:ts|js)$|(?:^|/)Program\.cs$|[-_.]?[Ss]tack\.(?:ts|js|py|java|cs|go)$"
    r"|(?:^|/)(?:__main__|app|main|index|cdk|stack|stacks|infra)\.(?:py|ts|js|go)$"
)
MAX_DEPTH = 6
# a name, words one of which is in every program of it, and what tells it
_FRAMEWORKS = (
    (
        "cdktf",
        (b"cdktf", b"terraform-cdk-go"),
        re.compile(rb"[\"']cdktf[\"']|from cdktf\b|import cdktf\b|terraform-cdk-go|com\.hashicorp\.cdktf"),
    ),
    ("cdk8s", (b"cdk8s",), re.compile(rb"[\"']cdk8s[\"']|from cdk8s\b|import cdk8s\b")),
    (
        "cdk",
        (b"cdk", b"CDK", b"sst"),
        re.compile(
            rb"aws-cdk-lib|@aws-cdk/|from aws_cdk\b|import aws_cdk\b|awscdk\b|Amazon\.CDK|[\"']sst[\"']"
        ),
    ),
    (
        "pulumi",
        (b"pulumi", b"Pulumi"),
        re.compile(rb"@pulumi/|import pulumi\b|from pulumi\b|pulumi/sdk|using Pulumi|pulumi_\w+ import"),
    ),
)
_BACKEND = re.compile(rb"\b(S3|Gcs|Azurerm|Cloud|Remote|Http|Consul|Pg|Local)Backend\(")
_LOCK = re.compile(rb"\b(?:dynamodb_?[tT]able|use_?[lL]ockfile|lock_?[aA]ddress)\b\s*[:=]\s*(?!False|false)")
_STACK = re.compile(
    rb"\bnew \w{0,80}Stack\w{0,80}\([^,()]{0,200},\s*[\"'`]([^\"'`\n]+)"
    rb"|^[ \t]*(?:\w+[ \t]*=[ \t]*)?\w{0,80}Stack\w{0,80}\([ \t]*app[ \t]*,[ \t]*[\"']([^\"'\n]+)",
    re.MULTILINE,
)
_STAGE = re.compile(
    rb"\b(?:stage|env|environment|envName|env_name)\b\s*[:=]\s*[\"'](\w+)[\"']", re.IGNORECASE
)
_SETTING = re.compile(
    rb"\b(circuitBreaker|circuit_breaker|minHealthyPercent|min_healthy_percent|deregistrationDelay"
    rb"|deregistration_delay|removalPolicy|terminationProtection|deletionProtection|protect)\b"
    rb"[ \t]*[:=][ \t]*([^\n,]{1,80})"
)
_RULES = re.compile(
    rb"[Aa]spects\.of\([^()\n]{1,80}\)\s{0,20}\.\s{0,20}add\(\s{0,40}(?:new\s)?[\w.]{0,40}"
    rb"((?:AwsSolutions|HIPAASecurity|NIST80053R[45]|PCIDSS321|Serverless)Checks)\b"
)
MAX_HITS = 40
Hit = tuple[str, int]


class Program(Struct, frozen=True, kw_only=True):
    """framework: "cdk", "cdktf", "cdk8s" or "pulumi". Each hit is (text, line).

    backends  of cdktf; `locks` when a lock is configured beside it
    stages    environments named in the program
    settings  "name=value" of properties that make a deploy or a deletion safe
    rules     packs of rules every synth is judged by
    """

    framework: str
    line: int = 1
    backends: tuple[Hit, ...] = ()
    locks: bool = False
    stacks: tuple[Hit, ...] = ()
    stages: tuple[Hit, ...] = ()
    settings: tuple[Hit, ...] = ()
    rules: tuple[Hit, ...] = ()


def wants(path: str) -> bool:
    return path.count("/") <= MAX_DEPTH and _ENTRY.search(path) is not None


def read(path: str, data: bytes) -> Program | None:
    for framework, words, pattern in _FRAMEWORKS:
        hit = pattern.search(data) if any(word in data for word in words) else None
        if hit:
            lines = Lines(data)
            return _program(framework, lines.at(hit.start() + 1), data, lines)
    return None


def _program(framework: str, line: int, data: bytes, lines: Lines) -> Program:
    def hits(pattern: re.Pattern[bytes], word: bytes = b"") -> tuple[Hit, ...]:
        """`word` is in every match: looking for it costs next to nothing."""
        if word not in data:
            return ()
        every = pattern.finditer(data)
        found = [
            (text_of(next(filter(None, hit.groups()), b"")), lines.at(hit.start() + 1))
            for hit, _ in zip(every, range(MAX_HITS), strict=False)
        ]
        return tuple(found)

    settings = [
        (text_of(hit[1] + b"=" + hit[2].strip()), lines.at(hit.start())) for hit in _SETTING.finditer(data)
    ]
    return Program(
        framework=framework, line=line, backends=hits(_BACKEND, b"Backend("),
        locks=_LOCK.search(data) is not None, stacks=hits(_STACK, b"Stack"), stages=hits(_STAGE),
        settings=tuple(settings[:MAX_HITS]), rules=hits(_RULES, b"Checks"),
    )  # fmt: skip


reader = Reader("program", 2, Program, wants, read, ends=(".py", ".ts", ".js", ".go", ".java", ".cs"))
