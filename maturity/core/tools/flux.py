"""flux and the tools that render its cluster locally: flux-local, flate."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._table import by_verb

NAMES = ("flux", "flux-local", "flate")

classify = by_verb(
    {
        "diff": Act.PLAN,
        "diff images": Act.OTHER,
        "build": Act.VALIDATE,
        "test": Act.VALIDATE,
        "schema validate": Act.VALIDATE,
        "plugin": Act.OTHER,
        "bootstrap": Act.APPLY,
        "install": Act.APPLY,
        "reconcile": Act.OTHER,
        "push": Act.DEPLOY,
        "create": Act.MUTATE,
        "delete": Act.MUTATE,
        "suspend": Act.MUTATE,
        "resume": Act.MUTATE,
        "envsubst": Act.OTHER,
    },
    valued={
        "-n",
        "--namespace",
        "--path",
        "--path-orig",
        "--sources",
        "--output-file",
        "--kustomization-file",
    },
)
