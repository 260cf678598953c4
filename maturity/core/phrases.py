"""Sentences of the engine, said in another language.

The engine writes English, and what it wrote is stored. A phrasebook knows its sentences, with named holes
where values stood: "job {id} waits". It finds the one a text was made from, and says it with the same values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from msgspec import Struct

LONGEST = 1_000  # characters: what is longer was said by somebody else
DEEPEST = 6
WEAK = 9  # letters: with fewer, a sentence is found in anything
# What stands in these is a name, though it may be a word of ours as well: a job called "validate".
NAMES = frozenset({
    "at", "bucket", "controller", "cron", "directory", "host", "id", "job", "label", "name", "named", "path",
    "ref", "serial", "services", "tool", "url", "where",
    "workspace",
})  # fmt: skip
PROSE = frozenset({"a", "and", "of", "or", "the"})  # no name has one of these
NUMBERS = frozenset({"met", "n"})
_HOLE = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"[0-9][0-9,]*")
_LIST = re.compile(r"[^\s,]+(?:, [^\s,]+)+")
_STOP = re.compile(r"[,;:.] | [(“]")
_HAN = "\u4e00-\u9fff"
_TIGHT = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z0-9`.])|(?<=[A-Za-z0-9`%])(?=[{_HAN}])")
_LOOSE = re.compile(rf"(?<=[{_HAN}，。；：（）、]) +(?=[{_HAN}，。；：（）、])")
_JOINTS = ((". ", "。"), ("; ", "；"), (": ", "："), (", ", "，"))


class Known(IntEnum):
    """How much of a text was understood."""

    NOTHING = 0
    NAMES = 1  # what was not is one word, such as a name
    ALL = 2


class Said(Struct, frozen=True):
    text: str
    known: Known


class Phrase(Struct, frozen=True):
    """`parts` stand around the holes, one more than there are holes."""

    parts: tuple[str, ...]
    holes: tuple[str, ...]
    said: str

    @property
    def letters(self) -> int:
        return sum(char.isalpha() for part in self.parts for char in part)

    def values(self, text: str) -> Iterator[list[str]]:
        """What stands in the holes of a text that begins and ends like this sentence, as short as may be: the
        first of them, or the last."""
        first, *middle, last = self.parts
        if len(text) < len(first) + len(last):
            return
        inside = text[len(first) : len(text) - len(last)]
        for found in (_from_left(inside, middle), _from_right(inside, middle)):
            if found and all(map(self._fits, self.holes, found)):
                yield found

    def _fits(self, hole: str, value: str) -> bool:
        """A count is a number, `things` begin with one: "3 stacks". No value goes on after the sentence."""
        if hole in NUMBERS:
            return _NUMBER.fullmatch(value) is not None
        if (hole in NAMES and " (" in value) or (hole.startswith("when") and "job " in value):
            return False
        if "; " in value and not any("; " in part for part in self.parts):
            return False
        return hole != "things" or _NUMBER.match(value) is not None


def _from_left(text: str, parts: Sequence[str]) -> list[str] | None:
    found = []
    for part in parts:
        at = text.find(part) if part else _end(text)
        if at < 0:
            return None
        found.append(text[:at])
        text = text[at + len(part) :]
    return [*found, text]


def _from_right(text: str, parts: Sequence[str]) -> list[str] | None:
    found = []
    for part in reversed(parts):
        at = text.rfind(part) if part else _end(text)
        if at < 0:
            return None
        found.append(text[at + len(part) :])
        text = text[:at]
    return [*reversed([*found, text])] if found else None


Phrases = list[tuple[str, str, Phrase]]  # with how each begins and ends, for most end there


class Phrasebook:
    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Pairs of a sentence and what it is in the other language, with the same holes."""
        self._exact: dict[str, str] = {}
        phrases = []
        for sentence, said in pairs:
            parts = _HOLE.split(_bare(sentence))
            if len(parts) == 1:
                self._exact[parts[0]] = said.rstrip("。")
            else:
                phrases.append(Phrase(tuple(parts[::2]), tuple(parts[1::2]), said.rstrip("。")))
        phrases.sort(key=lambda one: (one.letters, sum(map(len, one.parts))), reverse=True)
        self._phrases = [(one.parts[0], one.parts[-1], one) for one in phrases]

    def read(self, text: str) -> str:
        """The text in the other language; what is not known in it stays as it is."""
        return Reading(self._exact, self._phrases).read(text, 0).text if len(text) <= LONGEST else text


class Reading:
    """One text. A part of it is read once, in however many ways it could be cut."""

    def __init__(self, exact: dict[str, str], phrases: Phrases) -> None:
        self._exact = exact
        self._phrases = phrases
        self._read: dict[str, Said] = {}

    def read(self, text: str, depth: int) -> Said:
        plain = text.strip()
        if plain not in self._read:
            self._read[plain] = _as_it_is(plain)  # what comes back to itself ends here
            self._read[plain] = self._best(plain, depth)
        return self._read[plain]

    def _best(self, plain: str, depth: int) -> Said:
        bare = _bare(plain)
        stop = "。" if plain.endswith(".") and bare != plain else ""
        if (said := self._exact.get(bare)) is not None:
            return Said(said + stop, Known.ALL)
        best = _as_it_is(plain)
        if depth < DEEPEST and " " in bare:
            for found in self._candidates(bare, depth):
                if found.known is Known.ALL:
                    return Said(found.text + stop, Known.ALL)
                if found.known > best.known or best.text == plain:
                    best = Said(found.text + stop, found.known)
            parts = self._in_parts(plain, depth)
            if parts and (parts.known > best.known or best.text == plain):
                best = parts
        return best

    def _candidates(self, bare: str, depth: int) -> Iterator[Said]:
        for first, last, phrase in self._phrases:
            if not (bare.startswith(first) and bare.endswith(last)):
                continue
            for values in phrase.values(bare):
                read = [self._value(*given, depth) for given in zip(phrase.holes, values, strict=True)]
                known = min(one.known for one in read)
                sure = known or phrase.letters >= WEAK  # few words around what nobody knows: another sentence
                if sure and not any(map(_unsaid, phrase.holes, read)):
                    given = dict(zip(phrase.holes, (_listed(one.text) for one in read), strict=True))
                    yield Said(_filled(phrase.said, given), known)

    def _value(self, hole: str, value: str, depth: int) -> Said:
        if hole in NAMES:
            return Said(value, Known.NOTHING if PROSE & set(value.split()) else Known.ALL)
        return self.read(value, depth + 1)

    def _in_parts(self, text: str, depth: int) -> Said | None:
        """What stands in brackets, on both sides of a stop, or beside one name may be known by itself."""
        head, met, inside = text.partition("(")
        if met and inside.endswith(")") and (not head or head.endswith(" ")):
            outer, inner = self.read(head, depth + 1), self.read(inside[:-1], depth + 1)
            if not head or (outer.text, inner.text) != (head.strip(), inside[:-1]):
                return Said(f"{_listed(outer.text)}（{inner.text}）", min(outer.known, inner.known))
        for joint, said in _JOINTS:
            head, met, tail = text.partition(joint)
            if met:
                left, right = self.read(head, depth + 1), self.read(tail, depth + 1)
                if (left.text, right.text) != (head, tail):
                    joined = f"{_listed(left.text)}{said}{_listed(right.text)}"
                    return Said(spaced(joined), min(left.known, right.known))
        return self._beside_a_name(text)

    def _beside_a_name(self, text: str) -> Said | None:
        """ "atlantis plans every pull request", "stop grace 60" """
        name, _, rest = text.partition(" ")
        if rest in self._exact:
            return Said(spaced(f"{name} {self._exact[rest]}"), Known.NAMES)
        rest, _, name = text.rpartition(" ")
        return Said(spaced(f"{self._exact[rest]} {name}"), Known.NAMES) if rest in self._exact else None


def _end(text: str) -> int:
    """Of the first of two values with nothing between them: the second begins with a stop or a bracket."""
    stop = _STOP.search(text)
    return stop.start() if stop else len(text)


def _unsaid(hole: str, value: Said) -> bool:
    """ "on pull requests or by hand" stands in these and nothing else."""
    return hole.startswith("when") and value.known is not Known.ALL


def _as_it_is(text: str) -> Said:
    """One word is taken for a name, and so are several with commas between them."""
    if not text:
        return Said(text, Known.ALL)
    return Said(text, Known.NOTHING if " " in text and not _LIST.fullmatch(text) else Known.NAMES)


def _bare(sentence: str) -> str:
    """A sentence as it stands inside of another one: without a capital and a full stop."""
    text = sentence.strip()
    if text[:1].isupper() and not text[1:2].isupper():
        text = text[:1].lower() + text[1:]
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def _listed(text: str) -> str:
    return text.replace(", ", "、") if _LIST.fullmatch(text) else text


def _filled(sentence: str, given: dict[str, str]) -> str:
    return spaced(_HOLE.sub(lambda hole: given[hole[1]], sentence))


def spaced(text: str) -> str:
    """A blank between Chinese and Latin, and none inside of Chinese."""
    return _TIGHT.sub(" ", _LOOSE.sub("", text))
