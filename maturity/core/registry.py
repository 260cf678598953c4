"""One file, one thing: discovery by folder, used for readers, CI systems, tools, stacks and criteria."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any


def load(package: str, attribute: str | None = None) -> list[Any]:
    """The object each module or sub-package of `package` offers, in order of file name.

    attribute: the object's name; None means "the same name as the file". A name that
    begins with an underscore is a helper, not a member. A member without its object
    fails here, at start-up.
    """
    found = []
    for info in pkgutil.iter_modules(importlib.import_module(package).__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        wanted = attribute or info.name
        try:
            found.append(getattr(module, wanted))
        except AttributeError:
            raise ImportError(f"{module.__name__} must define `{wanted}`") from None
    return found
