"""Nothing secret is kept: what the plan marks, every copy of it, and what looks like a key.

Terraform marks a value where it knows that it is secret, and writes it in clear everywhere else: in an
attribute that repeats it, in a message. So the marked values are collected first, and then looked for in
every text.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from msgspec import Raw

from maturity.core.plans.document import Change, Document, value
from maturity.core.redact import MASK, without_assignments, without_tokens

SHORTEST: Final = 4
WEAK: Final = 8  # shorter ones are masked as whole words only
KEYED: Final = 64  # longer ones are found by their beginning
LONGEST: Final = 1 << 16
ALIKE: Final = 16
MAX_SECRETS: Final = 200_000

# Parts of marked objects that say nothing, and whose copies are everywhere.
_EVERYWHERE: Final = """
    true false null none default enabled disabled auto latest admin administrator root user username
    master postgres postgresql mysql mariadb redis aurora mongodb sqlserver oracle http https tcp allow
    deny name value prod production stage staging test testing develop development main primary replica
    public private internal localhost
"""
_TRIVIAL: Final = frozenset(_EVERYWHERE.split())
_REGION: Final = re.compile(r"[a-z]{2,12}-(?:gov-)?[a-z]{4,12}-?\d[a-d]?")
_SECRET_NAME: Final = re.compile(
    r"(?:^|[_.\-]|(?<=[a-z])(?=[A-Z]))"
    r"(?i:pass(?:word|wd|phrase)?|secret|token|credentials?|api_?key|secret_?key|private_?key|access_?key"
    r"|connection_?string)$"
)
_NOT_IN_ADDRESSES: Final = re.compile(rb"[^A-Za-z0-9._~-]")
_KEYS: Final = re.compile(r'\["[^"\]]{0,2000}')


class Secrets:
    """The plaintexts that must not be kept, and how to find them: each text is walked through once."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._lengths: dict[str, set[int]] = {}
        self._known: dict[str, list[str]] = {}
        self._count = 0
        self.swept = 0  # characters
        for text in texts:
            self.add(text.encode(errors="replace").decode())  # an environment may hold halves of characters

    @property
    def too_many(self) -> bool:
        """Then copies cannot be looked for, and no value may be kept at all."""
        return self._count > MAX_SECRETS

    def add(self, text: str) -> None:
        text = text.strip()
        if len(text) < SHORTEST or text.lower() in _TRIVIAL or _REGION.fullmatch(text) or self.too_many:
            return
        for form in _forms(text[:LONGEST]):
            self._add_form(form)
        if text[0] in "{[" and isinstance(inner := parsed(text), dict | list):
            self.add_value(inner)

    def _add_form(self, form: str) -> None:
        start = form[:KEYED]
        known = self._known.setdefault(start, [])
        if form in known:
            return
        self._count += 1
        self._lengths.setdefault(form[:SHORTEST], set()).add(len(start))
        if len(known) <= ALIKE:
            known.append(form)

    def add_value(self, found: Any) -> None:
        """Every text in it, and every number long enough to be one."""
        pending = [found]
        while pending:
            one = pending.pop()
            if isinstance(one, str):
                self.add(one)
            elif isinstance(one, dict):
                pending += one.values()
            elif isinstance(one, list):
                pending += one
            elif isinstance(one, int | float) and abs(one) >= 100_000:
                self.add(str(one))

    def add_masked(self, found: Any, mask: Any) -> None:
        """What `mask` marks in `found`: it mirrors its structure, and is true where something is secret."""
        pending = [(found, mask)]
        while pending:
            one, hidden = pending.pop()
            if hidden is True:
                self.add_value(one)
            elif isinstance(hidden, dict) and isinstance(one, dict):
                pending += [(one[key], inner) for key, inner in hidden.items() if inner and key in one]
            elif isinstance(hidden, list) and isinstance(one, list):
                pending += [pair for pair in zip(one, hidden, strict=False) if pair[1]]

    def add_change(self, change: Change) -> None:
        """What is marked on one side is secret on the other: it was before it was marked."""
        masks = {bytes(one): one for one in (change.before_sensitive, change.after_sensitive) if marks(one)}
        if masks:
            sides = {bytes(one): one for one in (change.before, change.after)}
            for found in map(value, sides.values()):
                for mask in masks.values():
                    self.add_masked(found, value(mask))

    def add_document(self, document: Document) -> None:
        """Variables and outputs declared sensitive. Resources are added as they are read."""
        module = document.configuration.root_module if document.configuration else None
        for name, declared in ((module.variables if module else None) or {}).items():
            given = (document.variables or {}).get(name)
            if declared.sensitive and given is not None:
                self.add_value(value(given.value))
        roots = (document.planned_values, document.prior_state.values if document.prior_state else None)
        for root in roots:
            for output in ((root.outputs if root else None) or {}).values():
                if output.sensitive:
                    self.add_value(value(output.value))
        for change in (document.output_changes or {}).values():
            self.add_change(change)

    def sweep(self, text: str) -> str:
        """The text without copies of the secrets, and without what looks like a key.

        Without the character NUL, too: no database takes it.
        """
        self.swept += len(text)
        return without_tokens(self._without_copies(text.replace("\0", "\ufffd")))

    def sweep_message(self, text: str) -> str:
        """A sentence of a program, which may quote an assignment."""
        return without_assignments(self.sweep(text))

    def sweep_address(self, address: str) -> str:
        """Only keys of count and for_each can hold a value; names are written in the code."""
        if '["' not in address:
            return address
        return _KEYS.sub(lambda key: '["' + self.sweep(key[0][2:]), address)

    def _without_copies(self, text: str) -> str:
        lengths = self._lengths
        if not lengths:
            return text
        parts, done = [], 0
        for i in [i for i in range(len(text) - SHORTEST + 1) if text[i : i + SHORTEST] in lengths]:
            if i >= done and (size := self._found(text, i)):
                parts += [text[done:i], MASK]
                done = i + size
        return "".join([*parts, text[done:]]) if parts else text

    def _found(self, text: str, at: int) -> int:
        """How many characters from there on are a secret, or the beginning of a long one."""
        best = 0
        for size in self._lengths[text[at : at + SHORTEST]]:
            alike = self._known.get(text[at : at + size], ())
            if len(alike) > ALIKE:
                return len(text) - at
            for secret in alike:
                best = max(best, _shared(text, at, secret) if _stands_alone(text, at, secret) else 0)
        return best


def marks(mask: Raw) -> bool:
    """Whether anything is marked: most masks are empty, and reading them all would cost."""
    return b"true" in bytes(mask)


def parsed(text: str) -> Any:
    """What a text holds that is JSON itself, as policies are; None when it is not."""
    try:
        return msgspec.json.decode(text) if len(text) <= LONGEST * 2 else None
    except (msgspec.DecodeError, RecursionError):
        return None


def sounds_secret(name: str) -> bool:
    """`DB_PASSWORD`, `client_secret`, `authToken`; not `password_policy` and not `secret_arn`."""
    return _SECRET_NAME.search(name[-100:]) is not None


def sweep(text: str, secrets: Iterable[str]) -> str:
    """A log without the plaintexts, without keys, and without what is assigned to a name like `password`."""
    return Secrets(secrets).sweep_message(text)


def _forms(text: str) -> Iterator[str]:
    """As it is, as it looks inside a JSON text, an address or a Kubernetes secret, and its long lines."""
    yield text
    raw = text.encode(errors="replace")
    quoted = msgspec.json.encode(text).decode()[1:-1]
    yield quoted
    yield (
        quoted.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    )  # as jsonencode() does
    if len(text) >= WEAK:
        yield b64encode(raw).decode()
        yield _NOT_IN_ADDRESSES.sub(lambda found: f"%{found[0][0]:02X}".encode(), raw).decode()
    for line in text.splitlines()[:200] if "\n" in text else ():
        if len(line.strip()) >= 16:
            yield line.strip()


def _stands_alone(text: str, at: int, secret: str) -> bool:
    """Short secrets are words of the page too: only the whole word is taken."""
    if len(secret) >= WEAK and not secret.isdigit():
        return True
    end = at + len(secret)
    return not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum())


def _shared(text: str, at: int, secret: str) -> int:
    """How long text and secret are the same."""
    if text.startswith(secret, at):
        return len(secret)
    low, high = KEYED, min(len(secret), len(text) - at)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text.startswith(secret[:middle], at) else (low, middle - 1)
    return low
