"""A start that cannot work ends with sentences, whoever starts: manage.py, the web server or a worker."""

from __future__ import annotations

import sys

from django.core.checks import ERROR, run_checks
from django.core.exceptions import ImproperlyConfigured

GUNICORN_GIVES_UP = 4  # any other code, and it would start the next worker


def read_settings(code: int = 1) -> None:
    """A wrong setting is told in one sentence, before Django or Celery wraps it."""
    try:
        import config.settings  # noqa: F401 - read for its complaints
    except ImproperlyConfigured as error:
        stop(str(error), code=code)


def look_for_errors(code: int = 1) -> None:
    """The system checks, where no command of Django's runs them."""
    found = [f"{error.msg} {error.hint or ''}".strip() for error in run_checks() if error.level >= ERROR]
    if found:
        stop(*found, code=code)


def stop(*sentences: str, code: int = 1) -> None:
    for sentence in sentences:
        sys.stderr.write(f"rungs: {sentence}\n")
    sys.stderr.flush()
    raise SystemExit(code)
