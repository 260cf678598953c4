"""Which Terraform backends keep a second writer out, and how."""

from __future__ import annotations

# These lock without being asked.
LOCKS_BY_ITSELF = frozenset({
    "azurerm", "gcs", "remote", "cloud", "consul", "pg", "kubernetes", "cos", "oci", "etcdv3", "manta",
})  # fmt: skip
# backend -> attributes, any of which switches the lock on
LOCK_ATTRIBUTES = {
    "s3": ("use_lockfile", "dynamodb_table"),
    "http": ("lock_address",),
    "oss": ("tablestore_table", "tablestore_endpoint"),
}
# backend -> attributes a whole configuration has; without them the rest comes from outside
WHOLE = {
    "s3": ("bucket",),
    "gcs": ("bucket",),
    "azurerm": ("storage_account_name", "container_name"),
    "http": ("address",),
    "oss": ("bucket",),
    "cos": ("bucket",),
    "remote": ("organization",),
}
_OFF = frozenset({"false", '"false"', "null", '""', ""})


def is_on(value: str) -> bool:
    """Whether a value switches something on: `"true"`, a name, an expression; not false or null."""
    return value.strip().lower() not in _OFF
