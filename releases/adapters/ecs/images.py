"""Images of a task definition in ECR: whether they are there, and until when they can be pulled."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from maturity.adapters.aws.words import code_of, telling
from maturity.adapters.errors import AdapterError
from releases.adapters.ecs.where import Where, text
from releases.core import lifecycle
from releases.core.facts.service import Image, Kept

MOST_TAGS = 1_000  # as many as ECR gives an image
ECR = re.compile(
    r"(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]{5,30})\.(?:amazonaws\.com(?:\.cn)?|on\.aws)"
    r"/([a-z0-9][a-z0-9._/-]{0,254})(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?"
)
ARCHIVED = ("ARCHIVED", "ACTIVATING")  # the second for as long as it takes to come back
GONE = frozenset({"ImageNotFoundException", "RepositoryNotFoundException"})


def image_of(where: Where, image: str) -> Image:
    """Whether its registry still has it, and until when."""
    found = ECR.fullmatch(image)
    if found is None:
        return Image(image=image, why="it is in a registry that Rungs does not ask")
    account, region, repository, tag, digest = found.groups()
    wanted = {"imageDigest": digest} if digest else {"imageTag": tag or "latest"}
    place = {"registryId": account, "repositoryName": repository}
    ecr = where.client("ecr", region)
    try:
        with telling(f"looking for the image {image}"[:200], "ecr:DescribeImages"):
            told = ecr.describe_images(**place, imageIds=[wanted]).get("imageDetails") or []
    except AdapterError as error:
        if code_of(error) in GONE:
            return Image(image=image, exists=False, digest=digest or "")
        return Image(image=image, why=error.message[:300])
    seen = text(told[0].get("imageDigest"), 100) if told else ""
    kept = _kept(ecr, place, told[0]) if told else None
    return Image(image=image, exists=bool(told), digest=seen or digest or "", kept=kept)


def _kept(ecr: Any, place: dict[str, str], told: dict[str, Any]) -> Kept:
    """What may not be read is not known, and costs nothing else."""
    repository = place["repositoryName"]
    try:
        with telling(f"reading the lifecycle policy of {repository}"[:200], "ecr:GetLifecyclePolicy"):
            policy = ecr.get_lifecycle_policy(**place).get("lifecyclePolicyText")
    except AdapterError as error:
        if code_of(error) != "LifecyclePolicyNotFoundException":
            return Kept(unknown=error.message[:300])
        policy = ""
    stored = lifecycle.Stored(
        repository=repository, tags=tuple(text(one) for one in (told.get("imageTags") or ())[:MOST_TAGS]),
        pushed=_moment(told.get("imagePushedAt")), pulled=_moment(told.get("lastRecordedPullTime")),
        activated=_moment(told.get("lastActivatedAt")), archived=told.get("imageStatus") in ARCHIVED,
    )  # fmt: skip
    return lifecycle.kept(stored, policy if isinstance(policy, str) else "?")


def _moment(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) and value.tzinfo and value.year < 3000 else None
