"""What a plan may see of the world. It runs code of the repository's choice, so: as little as possible."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from maturity.adapters.errors import AdapterError
from maturity.adapters.terraform.places import Place


def environment(place: Place, credentials: Mapping[str, str]) -> dict[str, str]:
    """Added to `process.PASSED_ON`. Nothing of the worker's own reaches a plan: no secret key, no TF_VAR_…,
    no identity of the machine. `credentials` are those of the stack's connection."""
    cache = plugins()
    cache.mkdir(parents=True, exist_ok=True)
    return {
        "HOME": str(place.home),
        "TMPDIR": str(place.temp),
        "TF_DATA_DIR": str(place.data),
        "TF_CLI_CONFIG_FILE": str(_configuration(place)),
        "TF_PLUGIN_CACHE_DIR": str(cache),
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        "CHECKPOINT_DISABLE": "1",
        "AWS_EC2_METADATA_DISABLED": "true",
        # modules from git: public ones, never a prompt
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
        "TG_NON_INTERACTIVE": "true",
        "TG_NO_COLOR": "true",
        "TG_TF_FORWARD_STDOUT": "true",
        "TG_BACKEND_BOOTSTRAP": "false",
        **credentials,
    }


def _configuration(place: Place) -> Path:
    """Never none: terraform would look for the user's own."""
    if not settings.RUNGS_TERRAFORM_CONFIG:
        empty = place.home / "empty.tfrc"
        empty.touch()
        return empty
    config = Path(settings.RUNGS_TERRAFORM_CONFIG)
    if not config.is_absolute() or not os.access(config, os.R_OK):
        raise AdapterError(
            f"RUNGS_TERRAFORM_CONFIG does not name a file that can be read, by its whole path: {config}",
            permanent=True,
        )
    return config


def plugins() -> Path:
    """Providers that were downloaded once. terraform's own rules: one `init` at a time."""
    return Path(settings.RUNGS_DATA) / "plugins"
