"""What AWS refuses, in AWS's own words, with what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from maturity.adapters.errors import AdapterError

DENIED = frozenset({
    "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Forbidden", "403",
    "AuthorizationError", "KMSAccessDeniedException",
})  # fmt: skip
UNKNOWN_KEY = frozenset({
    "InvalidAccessKeyId", "InvalidClientTokenId", "SignatureDoesNotMatch", "UnrecognizedClientException",
})  # fmt: skip
EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired", "RequestTimeTooSkewed"})
PASSING = EXPIRED | {
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "SlowDown",
    "TooManyRequestsException", "RequestLimitExceeded", "ProvisionedThroughputExceededException",
    "RequestThrottledException", "BandwidthLimitExceeded", "PriorRequestNotComplete", "RequestTimeout",
    "InternalError", "InternalFailure", "InternalServerError", "ServiceUnavailable",
    "500", "502", "503", "504",
}  # fmt: skip
MISSING = frozenset({"NoSuchKey", "NoSuchVersion", "404", "NotFound"})
_ACTION = re.compile(r"not authorized to perform: ([a-z0-9-]{2,40}:[A-Za-z]{3,60})")
_LIMIT = 400


@contextmanager
def telling(doing: str, action: str = "") -> Iterator[None]:
    """Turn whatever botocore raises into one sentence. `action`: what the role needs for it."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise _of_service(error, doing, action) from error
    except BotoCoreError as error:
        raise _of_client(error, doing) from error


def code_of(error: Exception) -> str:
    """The service's name for what went wrong; "" when it was no service's answer."""
    response = getattr(error, "response", None) or getattr(error.__cause__, "response", None) or {}
    return str(response.get("Error", {}).get("Code", ""))


def _of_service(error: Exception, doing: str, action: str) -> AdapterError:
    code = code_of(error)
    said = _plain(getattr(error, "response", {}).get("Error", {}).get("Message") or "")
    named = f"{code}: {said}" if said and said != code else code
    sentence = f"{doing}: {named.rstrip('.')}." + _advice(code, said, action)
    return AdapterError(sentence, permanent=code not in PASSING)


def _advice(code: str, said: str, action: str) -> str:
    if code in DENIED:
        found = _ACTION.search(said)
        needed = found[1] if found else action
        if needed == "sts:AssumeRole":
            return " The role must trust Rungs: copy the trust policy from the connection's page."
        return f" The role needs {needed}: copy the policy from the connection's page." if needed else ""
    if code in UNKNOWN_KEY:
        return " The worker's own AWS keys are not accepted."
    if code == "NoSuchBucket":
        return " There is no such bucket in the account and region of this connection."
    if code == "ResourceNotFoundException" and action.startswith("dynamodb:"):
        return " There is no such table in the account and region of this connection."
    return ""


def _of_client(error: Exception, doing: str) -> AdapterError:
    from botocore.exceptions import ConnectionError as Unreachable
    from botocore.exceptions import HTTPClientError, NoCredentialsError, NoRegionError

    if isinstance(error, NoCredentialsError):
        sentence = "this worker has no AWS identity of its own. Give it a role, or keys in its environment."
        return AdapterError(f"{doing}: {sentence}", permanent=True)
    if isinstance(error, NoRegionError):
        return AdapterError(f"{doing}: the connection names no region.", permanent=True)
    passing = isinstance(error, HTTPClientError | Unreachable)
    return AdapterError(f"{doing}: {_plain(str(error)).rstrip('.')}.", permanent=not passing)


def _plain(text: str) -> str:
    return " ".join(text.split())[:_LIMIT]
