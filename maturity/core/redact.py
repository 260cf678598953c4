"""No secret leaves through a snippet."""

from __future__ import annotations

import re

from maturity.core.source import SNIPPET_LIMIT

MASK = "[redacted]"
SHORTEST_TOKEN = 8  # "me://a:b@"
_ASSIGNED = re.compile(
    r"""(?ix)
    ( (?: passw(?:or)?d | passwd | secret | token | credential | connection[_-]?string
        | (?: api | access | private ) [_-]? key )
      [\w.-]{0,40} ["']? \s{0,4} [:=] \s{0,4} )
    ( "[^"]{1,400}" | '[^']{1,400}' | [^\s"',;)}]{1,400} )
    """
)
_KNOWN = re.compile(
    r"(?:AKIA|ASIA)[A-Z0-9]{16}"
    r"|gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}|glpat-[\w-]{20,64}"
    r"|xox[abprs]-[\w-]{10,200}|sk_live_\w{10,100}|hvs\.[\w-]{20,200}"
    r"|eyJ[\w-]{10,400}\.[\w-]{10,400}\.[\w-]{5,400}"
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"
    r"(?s:(?!-----END).){0,20000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?"
)
_BASIC_AUTH = re.compile(r"(\w{2,12}://[^\s/:@]{1,80}:)[^\s/@]{1,200}@")
_REFERENCE = re.compile(
    r"""^["']?\s*(?:\$|(?:var|local|data|module|secrets|vars|env)\."""
    r"""|(?:true|false|null|write|read|none|inherit)\b)"""
)


def snippet(line: str) -> str:
    """One line as it may be shown: secrets masked, at most 160 characters."""
    text = without_assignments(without_tokens(line[:2000]))
    return text if len(text) <= SNIPPET_LIMIT else text[: SNIPPET_LIMIT - 1] + "…"


def without_tokens(text: str) -> str:
    """Keys and passwords that are known by their own form."""
    if len(text) < SHORTEST_TOKEN:
        return text
    text = _KNOWN.sub(MASK, text)
    return _BASIC_AUTH.sub(rf"\1{MASK}@", text) if "://" in text else text


def without_assignments(text: str) -> str:
    """What is assigned to a name that sounds secret: `password = "..."`."""
    return _ASSIGNED.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    """A reference to a secret is not the secret: `${{ secrets.X }}` and `var.x` stay readable."""
    value = found[2]
    if _REFERENCE.match(value):
        return found[0]
    quote = value[0] if value[0] in "\"'" else ""
    return f"{found[1]}{quote}{MASK}{quote}"
