from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.service import Image
from releases.core.gates.previous_version_exists import GATE
from tests.releases.core.gates.making import ARTIFACT, HOSTILE, ask, is_tidy
from tests.releases.core.gates.services import IMAGE, UNNAMED, live, seen, task

VENDOR = Image(image="public.ecr.aws/datadog/agent:7", why="not an image of ECR")
GONE = Image(image="1.dkr.ecr.eu-west-1.amazonaws.com/ai-shell:40", exists=False)


def of(*images: Image, artifact: str = "", params: dict[str, Any] | None = None, **fields: Any) -> Any:
    running = task(images=images, **fields)
    return ask(GATE, seen(live(running=running), artifact=artifact), **(params or {}))


def test_a_task_definition_with_its_images_passes():
    result = of(IMAGE, artifact=ARTIFACT)
    assert (result.outcome, result.reason) == ("passed", "ai-shell:41 is there with 1 images")
    assert result.evidence[0].text.endswith("sha256:aaaaaaaaaaaa")


def test_an_image_that_was_deleted_fails_by_name():
    result = of(IMAGE, GONE)
    assert result.outcome == "failed"
    assert result.reason.startswith("1 of 2 images of ai-shell:41 are deleted: 1.dkr.ecr")


def test_a_task_definition_that_was_deregistered_fails():
    result = of(IMAGE, status="INACTIVE")
    assert (result.outcome, result.reason) == ("failed", "the task definition ai-shell:41 is INACTIVE")


def test_a_tag_that_means_another_image_by_now_fails():
    result = of(IMAGE, artifact="sha256:" + "b" * 64)
    assert result.outcome == "failed"
    assert "a tag was moved" in result.reason


@pytest.mark.parametrize(("elsewhere", "outcome"), [(False, "unknown"), (True, "passed")])
def test_an_image_of_a_vendor_is_not_known_unless_that_is_allowed(elsewhere: bool, outcome: str):
    result = of(IMAGE, VENDOR, params={"elsewhere": elsewhere})
    assert result.outcome == outcome
    assert "datadog" in result.reason


def test_images_that_are_all_unknown_never_pass():
    assert of(VENDOR, params={"elsewhere": True}).outcome == "unknown"
    assert of(params={"elsewhere": True}).outcome == "unknown"


@pytest.mark.parametrize("facts", [(), (UNNAMED,), (seen(None),), (seen(live(running=None)),)])
def test_without_a_task_definition_it_is_not_known(facts: Any):
    assert ask(GATE, *facts).outcome == "unknown"


def test_hostile_names_make_one_line():
    strange = Image(image=HOSTILE, why=HOSTILE, digest=HOSTILE)
    for image in (strange, Image(image=HOSTILE, exists=False), Image(image=HOSTILE, exists=True)):
        assert is_tidy(of(*[image] * 50, name=HOSTILE, artifact=HOSTILE))
    assert is_tidy(of(IMAGE, status=HOSTILE))
