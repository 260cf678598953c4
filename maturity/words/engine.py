"""What core and adapters said in English, in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation.trans_real import translation

from maturity.core.phrases import Phrasebook

CONTEXT = "engine\x04"  # as gettext keeps a context before its text


def said(text: str) -> str:
    """A stored sentence as a person reads it. Names, paths and the words of other tools stay as they are."""
    language = get_language() or "en"
    return text if language.startswith("en") else _said(text, language)


@lru_cache(4096)
def _said(text: str, language: str) -> str:
    return _phrasebook(language).read(text)


@lru_cache
def _phrasebook(language: str) -> Phrasebook:
    """The sentences of the engine stand in the catalogue under a context of their own."""
    known = translation(language)._catalog.items()  # type: ignore[attr-defined]
    return Phrasebook(
        (key.removeprefix(CONTEXT), value)
        for key, value in known
        if isinstance(key, str) and key.startswith(CONTEXT)
    )
