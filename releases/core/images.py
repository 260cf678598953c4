"""Images of containers, and what ECS calls the ends of a deployment."""

from __future__ import annotations

from collections.abc import Iterable

from releases.core.deployments import DIGEST, FAILED, ROLLED_BACK, RUNNING, SUCCEEDED

STATUSES = {
    "PENDING": RUNNING, "IN_PROGRESS": RUNNING, "SUCCESSFUL": SUCCEEDED, "STOP_REQUESTED": FAILED,
    "STOPPED": FAILED, "ROLLBACK_REQUESTED": FAILED, "ROLLBACK_IN_PROGRESS": FAILED,
    "ROLLBACK_FAILED": FAILED, "ROLLBACK_SUCCESSFUL": ROLLED_BACK,
}  # fmt: skip
MOVING = frozenset({"", "latest", "main", "master"})  # tags that name no version


def tag_of(image: str) -> str:
    """registry:5000/app:2.14.0@sha256:… has the tag 2.14.0; "" for none, and for one that moves."""
    tag = image.partition("@")[0].rpartition("/")[2].partition(":")[2]
    return "" if tag in MOVING else tag


def main_image(images: Iterable[tuple[str, str, str]], known: frozenset[str]) -> tuple[str, str]:
    """Of (container, image, digest): the image and digest of the one that is the application's.

    known: digests of its artifacts. Beside them there are sidecars; with one container there is no doubt.
    """
    told = [one for one in images if DIGEST.fullmatch(one[2])]
    ours = [one for one in told if one[2] in known] or (told if len(told) == 1 else [])
    return (ours[0][1], ours[0][2]) if len(ours) == 1 else ("", "")
