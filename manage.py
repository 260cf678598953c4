#!/usr/bin/env python
"""The command line: `python manage.py help` lists what Rungs can do."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        import config.settings  # noqa: F401 - a wrong setting is told in one sentence, before Django wraps it
    except ImproperlyConfigured as error:
        sys.exit(f"rungs: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
