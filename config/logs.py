"""Logs as JSON lines that carry the request's and the run's id, with secrets taken out."""

from __future__ import annotations

import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import msgspec

request_id: ContextVar[str] = ContextVar("request_id", default="")
run_id: ContextVar[str] = ContextVar("run_id", default="")

_SECRETS = (
    (re.compile(r"(?P<keep>\w{2,12}://)[^\s/@:]{0,200}:[^\s/@]{1,500}@"), r"\g<keep>***@"),
    (re.compile(r"\b(?:gh[pousr]_|github_pat_|glpat-|xox[abpr]-|rungs_|whsec_)[\w+/-]{10,255}={0,2}"), "***"),
    (re.compile(r"\beyJ[\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]{10,2000}"), "***"),
    (re.compile(r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\w\s+/=]{0,20000}"), "***"),
    (re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"), "***"),
    (
        re.compile(
            r"(?i)(?P<keep>\b(?:authorization|password|passwd|secret\w{0,20}|token|api[_-]?key)[\"']?\s{0,3}[:=]\s{0,3}"
            r"(?:(?:bearer|basic|token)\s)?)[\"']?[^\s\"',;]{1,500}"
        ),
        r"\g<keep>***",
    ),
)


def without_secrets(text: str) -> str:
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class Context(logging.Filter):
    """Adds the ids of what is being worked on, and takes the trace of what a person may not do away."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.request" and record.levelno < logging.ERROR:
            record.exc_info = None  # a 403 is an answer: forty lines of trace look like a fault
        record.request = request_id.get()
        record.run = run_id.get()
        return True


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        for key in ("request", "run"):
            if value := getattr(record, key, ""):
                line[key] = value
        if record.exc_info:
            line["trace"] = without_secrets(self.formatException(record.exc_info))
        return msgspec.json.encode(line).decode()


class PlainLines(logging.Formatter):
    """For a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


# At DEBUG they write down whole answers, the keys of an assumed role among them.
INDISCREET = ("boto3", "botocore", "httpcore", "httpx", "s3transfer", "urllib3")
TALKATIVE = ("celery.beat", "celery.worker.strategy", "celery.app.trace", "celery.worker.consumer")


def logging_for(style: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, one line each."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"context": {"()": Context}},
        "formatters": {
            "json": {"()": JsonLines},
            "text": {"()": PlainLines, "format": "%(levelname)-7s %(name)s: %(message)s"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "filters": ["context"], "formatter": style}
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            **{name: {"level": "WARNING"} for name in INDISCREET},
            # The queue tells of every turn of the clock; what the tasks did, they log themselves.
            **{name: {"level": "DEBUG" if level == "DEBUG" else "WARNING"} for name in TALKATIVE},
        },
    }
