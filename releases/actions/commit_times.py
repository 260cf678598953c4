"""When the commit of a deployment was made, as our copy of the repository has it."""

from __future__ import annotations

import logging

from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Mirror
from releases.actions.deployments import note_commit
from releases.core.heard import commit_in
from releases.models import Deployment

log = logging.getLogger(__name__)


def read_commit_time(deployment: Deployment) -> bool:
    """False: it is known already, or our copy does not say. Nothing is fetched: scans do that."""
    repository, commit = deployment.application.repository, commit_in(deployment.commit)
    if deployment.committed_at is not None or repository is None or not commit:
        return False
    try:
        with Mirror(repository.url).at(commit) as tree:
            note_commit(deployment, tree.info.at)
    except AdapterError as error:
        log.info("the commit of %s is not known: %s", deployment, error)
        return False
    return True
