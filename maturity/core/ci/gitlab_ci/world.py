"""The predefined variables of each kind of GitLab pipeline."""

from __future__ import annotations

from maturity.core.ci._expression import Odd, Value
from maturity.core.pipeline import Event


def world(event: Event) -> dict[str, Value]:
    """The predefined variables of a pipeline that `event` starts."""
    where = {Event.BRANCH: Event.BRANCH, Event.TAG: Event.TAG, Event.PULL_REQUEST: Event.BRANCH}
    ref = where.get(event, Event.DEFAULT)
    source = {Event.PULL_REQUEST: "merge_request_event", Event.SCHEDULE: "schedule", Event.MANUAL: "web"}
    change = event is Event.PULL_REQUEST
    return {
        "CI": "true",
        "GITLAB_CI": "true",
        "CI_PIPELINE_SOURCE": source.get(event, "push"),
        "CI_DEFAULT_BRANCH": Event.DEFAULT,
        "CI_COMMIT_REF_NAME": ref,
        "CI_COMMIT_REF_SLUG": ref,
        "CI_COMMIT_REF_PROTECTED": "true" if ref is Event.DEFAULT else Odd.UNKNOWN,
        "CI_COMMIT_BRANCH": Odd.NULL if change or event is Event.TAG else ref,
        "CI_COMMIT_TAG": ref if event is Event.TAG else Odd.NULL,
        "CI_OPEN_MERGE_REQUESTS": Odd.SOME if change else Odd.UNKNOWN if event is Event.BRANCH else Odd.NULL,
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": Event.DEFAULT if change else Odd.NULL,
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": ref if change else Odd.NULL,
        "CI_MERGE_REQUEST_*": Odd.SOME if change else Odd.NULL,
        "CI_EXTERNAL_PULL_REQUEST_*": Odd.NULL,
        "CI_DEPLOY_FREEZE": Odd.NULL,
    }
