"""Reading plans: every form terraform and its kin write, redacted before anything else sees it.

read(data)       a Reading: counts, what drifted, what is pending, and the changes as far as they may be kept
same_stack(a, b) whether two readings are of the same stack, by their sketches
sweep(text, ...) a log without secrets
"""

from __future__ import annotations

from collections.abc import Iterable
from mmap import mmap

from maturity.core.plans import shown, stream
from maturity.core.plans.change import (
    ALARMING,
    Action,
    Difference,
    Finding,
    ResourceChange,
    Role,
)
from maturity.core.plans.document import decode, decode_alone
from maturity.core.plans.finding_documents import objects
from maturity.core.plans.gather import Gathered
from maturity.core.plans.reading import Counts, Diagnostic, Reading, Unreadable
from maturity.core.plans.redact import Secrets, sweep
from maturity.core.plans.sketch import same_stack
from maturity.core.plans.summing import STREAM, Facts, reading

__all__ = [
    "ALARMING", "Action", "Counts", "Diagnostic", "Difference", "Finding", "Reading", "ResourceChange",
    "Role", "Unreadable", "read", "same_stack", "sweep",
]  # fmt: skip


def read(
    data: bytes | memoryview | mmap, *, exit_code: int | None = None, secrets: Iterable[str] = ()
) -> Reading:
    """What `show -json` or `plan -json` printed, once or several times, with other lines around it.

    exit_code is what the plan ended with, where that is known: other than 0 and 2 there is no finding.
    secrets are plaintexts the caller knows of: no copy of them is kept either.
    Raises Unreadable with one sentence when there is no plan in it. Holds on to nothing of `data`.
    """
    try:
        return _read(memoryview(data), exit_code, secrets)
    except Unreadable as error:
        sentence = str(error)
    except RecursionError:
        sentence = "the JSON is nested too deeply"
    raise Unreadable(sentence)  # a new one: the frames of the old one would keep a mapped file open


def _read(data: memoryview, exit_code: int | None, secrets: Iterable[str]) -> Reading:
    gathered, facts, other = Gathered(Secrets(secrets)), Facts("json"), ""
    alone = decode_alone(data)
    for part in objects(data) if alone is None else ():
        if not facts.documents and stream.is_message(part):
            facts.form = STREAM
            stream.add(data, gathered, facts)
            break
        document, unread = decode(part)
        if document.is_plan:
            shown.add(document, unread, gathered, facts)
        else:
            other = other or document.is_instead
    if alone is not None:
        shown.add(*alone, gathered, facts)
    if not facts.documents:
        raise Unreadable(other)
    return reading(gathered, facts, exit_code)
