#!/usr/bin/env python
"""The command line: `python manage.py help` lists what Rungs can do."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line
from django.db import DatabaseError

from config import start
from config.logs import without_secrets


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    start.read_settings()
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except DatabaseError as error:
        if "--traceback" in sys.argv:
            raise
        said = without_secrets(str(error).strip().partition("\n")[0])
        start.stop(f"the database cannot be used: {said}. See DATABASE_URL, and `manage.py migrate`.")


if __name__ == "__main__":
    main()
