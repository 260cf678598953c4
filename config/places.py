"""Places in S3, from one address."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from config.env import env_text
from maturity.core.state.places import place_of


def place_in_s3(name: str) -> str:
    """ "s3://bucket/folder", or "" where there is none."""
    value = env_text(name)
    if value and place_of(value) is None:
        raise ImproperlyConfigured(f"{name} is no folder of a bucket: use s3://bucket/folder.")
    return value
