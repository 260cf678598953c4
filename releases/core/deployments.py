"""Messages about one deployment: they come twice, late and in any order, and still tell one story."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from msgspec import Struct

RUNNING, SUCCEEDED, FAILED, ROLLED_BACK = "running", "succeeded", "failed", "rolled_back"
ORDER = (RUNNING, FAILED, SUCCEEDED, ROLLED_BACK)
RESULTS = frozenset(ORDER)
SINCE = datetime(2000, 1, 1, tzinfo=UTC)
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
COMMIT = re.compile(r"[0-9a-f]{7,64}")
VERSION, ACTOR, ADDRESS, EXTERNAL = 100, 200, 500, 250  # characters at most


class Told(Struct, frozen=True, kw_only=True):
    """What a message says; "" and None for what it does not say. `result`: one of RESULTS."""

    version: str
    result: str
    commit: str = ""
    artifact: str = ""
    url: str = ""
    actor: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None


class Story(Struct, frozen=True, kw_only=True):
    """What is known after the messages so far."""

    version: str
    result: str
    commit: str
    artifact: str
    url: str
    actor: str
    started_at: datetime
    finished_at: datetime | None


def problem(told: Told, external_id: str | None) -> str:
    """Why this cannot be a deployment, in one sentence; "" when it can."""
    if not told.version or len(told.version) > VERSION or not told.version.isprintable():
        return f"A version has 1 to {VERSION} characters."
    if "/" in told.version:  # it is part of the address of a release
        return "A version holds no slash."
    if told.result not in RESULTS:
        return "A deployment is running, succeeded, failed or rolled_back."
    if told.commit and not COMMIT.fullmatch(told.commit):
        return "A commit is 7 to 64 hexadecimal digits."
    if told.artifact and not DIGEST.fullmatch(told.artifact):
        return "An artifact is named by its digest: sha256: and 64 hexadecimal digits."
    if any(_aware(one) < SINCE for one in (told.started_at, told.finished_at) if one is not None):
        return "A deployment lies after the year 2000."
    return _problem_of_texts(told, external_id)


def _problem_of_texts(told: Told, external_id: str | None) -> str:
    if len(told.url) > ADDRESS or (told.url and not told.url.startswith(("https://", "http://"))):
        return f"The address of a deployment begins with https:// and has at most {ADDRESS} characters."
    if external_id is not None and not 0 < len(external_id) <= EXTERNAL:
        return f"The id of a deployment has 1 to {EXTERNAL} characters."
    if len(told.actor) > ACTOR or not all(
        text.isprintable() for text in (told.actor, told.url, external_id or "")
    ):
        return f"Who deployed has at most {ACTOR} characters, all of them printable."
    return ""


def digest_in(artifact: str) -> str:
    """The digest of an image's whole name, "registry/app@sha256:…"; the text itself when it has none."""
    found = DIGEST.search(artifact.lower())
    return found.group() if found else artifact


def first(told: Told, now: datetime) -> Story:
    """Of the first message. No clock is believed that is ahead of ours."""
    started = min(_aware(told.started_at or told.finished_at or now), now)
    return Story(
        version=told.version, result=told.result, commit=told.commit, artifact=told.artifact, url=told.url,
        actor=told.actor, started_at=started, finished_at=_finished(told, started, now),
    )  # fmt: skip


def then(story: Story, told: Told, now: datetime) -> Story:
    """After one message more. The same when it says nothing new.

    What is finished never runs again. Of two different ends the later one holds; without a time, the one
    further on: what failed may succeed when it is tried again, what succeeded may be rolled back.
    What was said stays, also when a message leaves it out.
    """
    started = min(story.started_at, _aware(told.started_at or story.started_at))
    result, finished = story.result, story.finished_at
    if _follows(story, told):
        result, finished = told.result, _finished(told, started, now)
    return Story(
        version=story.version, result=result,
        commit=story.commit or told.commit, artifact=story.artifact or told.artifact,
        url=story.url or told.url, actor=story.actor or told.actor,
        started_at=started, finished_at=finished,
    )  # fmt: skip


def _follows(story: Story, told: Told) -> bool:
    if told.result in (RUNNING, story.result):
        return False
    if story.finished_at is None or told.finished_at is None:
        return ORDER.index(told.result) > ORDER.index(story.result)
    return _aware(told.finished_at) > story.finished_at


def contradicts(story: Story, told: Told) -> str:
    """What a message says otherwise than those before it did, though it never changes; "" for nothing."""
    for name in ("version", "commit", "artifact"):
        said, says = getattr(story, name), getattr(told, name)
        if said and says and said != says:
            return f"This deployment was told of before with the {name} {said}, not {says}."
    return ""


def _finished(told: Told, started: datetime, now: datetime) -> datetime | None:
    if told.result == RUNNING:
        return None
    return max(started, min(_aware(told.finished_at or now), now))


def _aware(moment: datetime) -> datetime:
    """Without a zone it is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
