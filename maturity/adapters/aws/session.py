"""Sessions of an assumed role: short, named after Rungs, and used again until shortly before they end."""

from __future__ import annotations

import os
import re
import threading
import time
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from maturity.adapters.address import Policy, check_service
from maturity.adapters.aws.words import telling

SECONDS = 3600  # the most that a role assumed by a role may last
SPARE = 300  # a session that ends sooner is not used again
SPARE_OF_PLANS = 1800
KEPT = 256
CONNECT, READ, ATTEMPTS = 5, 10, 3
DEFAULT_REGION = "us-east-1"


K = TypeVar("K")
V = TypeVar("V")


class Access(Protocol):
    """What of a Connection is needed here: adapters know no rows."""

    @property
    def name(self) -> str: ...
    @property
    def role_arn(self) -> str: ...
    @property
    def external_id(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def endpoint(self) -> str: ...


class Keys(Struct, frozen=True):
    """Of one session. `ends` is on the monotonic clock: a wrong wall clock does not matter."""

    id: str
    secret: str
    token: str
    ends: float


class Identity(Struct, frozen=True):
    """Who AWS says we are."""

    account: str
    arn: str


_Kept = tuple[str, str, str, str]
_kept: dict[_Kept, Keys] = {}
_clients: dict[tuple[_Kept, str, str, str], Any] = {}
_lock = threading.Lock()


def client(connection: Access, service: str, region: str = "") -> Any:
    """A client of one service, as the connection's role. Raises AdapterError.

    Making one takes 80 ms, and may be shared by threads: kept for as long as its session.
    """
    _check_endpoint(connection)
    keys = _assumed(connection)
    region = region or region_of(connection)
    wanted = (_key(connection), service, region, keys.id if keys else "")
    with _lock:
        found = _clients.get(wanted)
    return found or _put(_clients, wanted, _client(connection, service, region, keys))


def region_of(connection: Access) -> str:
    return (
        connection.region
        or os.environ.get("AWS_REGION")
        or os.environ.get("AWS_DEFAULT_REGION", DEFAULT_REGION)
    )


def identity(connection: Access) -> Identity:
    """Whom the connection ends up as: the one call every role may make."""
    sts = client(connection, "sts")
    with telling("asking AWS who this connection is"):
        found = sts.get_caller_identity()
    return Identity(str(found["Account"]), str(found["Arn"]))


def session_environment(connection: Access) -> dict[str, str]:
    """What terraform needs to be that role, for half an hour at least, and nothing to fall back to."""
    region = region_of(connection)
    keys = _assumed(connection, SPARE_OF_PLANS) or _own(connection)
    given = {
        "AWS_ACCESS_KEY_ID": keys.id,
        "AWS_SECRET_ACCESS_KEY": keys.secret,
        "AWS_SESSION_TOKEN": keys.token,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ENDPOINT_URL": connection.endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    return {name: value for name, value in given.items() if value}


def forget(connection: Access) -> None:
    """Drop the session: it turned out to be over, or the role was changed."""
    with _lock:
        _kept.pop(_key(connection), None)


def _assumed(connection: Access, spare: int = SPARE) -> Keys | None:
    """The session of the connection's role; None when it has none, and the worker's own identity serves."""
    if not connection.role_arn:
        return None
    with _lock:
        found = _kept.get(_key(connection))
    if found is not None and found.ends - spare > time.monotonic():
        return found
    return _put(_kept, _key(connection), _assume(connection))


def _put(kept: dict[K, V], key: K, value: V) -> V:
    with _lock:
        if len(kept) >= KEPT:
            kept.clear()
        kept[key] = value
    return value


def _assume(connection: Access) -> Keys:
    _check_endpoint(connection)
    sts = _client(connection, "sts", region_of(connection), None)
    given: dict[str, Any] = {"RoleArn": connection.role_arn, "DurationSeconds": SECONDS}
    if connection.external_id:
        given["ExternalId"] = connection.external_id
    started = time.monotonic()
    with telling(f"assuming {connection.role_arn}", "sts:AssumeRole"):
        found = sts.assume_role(RoleSessionName=session_name(connection.name), **given)["Credentials"]
    return Keys(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"], started + SECONDS)


def _check_endpoint(connection: Access) -> None:
    """Also when it is used: what its name leads to may have changed since a person typed it."""
    if connection.endpoint:
        check_service(connection.endpoint, Policy.of_settings())


def session_name(name: str) -> str:
    """As CloudTrail shows it: people who look there see that it was Rungs."""
    return "rungs-" + re.sub(r"[^\w+=,.@-]+", "-", name, flags=re.ASCII).strip("-")[:50]


def _own(connection: Access) -> Keys:
    import boto3
    from botocore.exceptions import NoCredentialsError

    with telling("looking for the worker's own AWS identity"):
        found = boto3.Session().get_credentials()
        if found is None:
            raise NoCredentialsError
        frozen = found.get_frozen_credentials()
    return Keys(frozen.access_key, frozen.secret_key, frozen.token or "", 0.0)


def _client(connection: Access, service: str, region: str, keys: Keys | None) -> Any:
    """boto3 takes a third of a second to import: only who talks to AWS pays for it."""
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=CONNECT,
        read_timeout=READ,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        user_agent_extra="rungs",
        s3={"addressing_style": "path"} if connection.endpoint else None,
        response_checksum_validation="when_required",
        request_checksum_calculation="when_required",
    )
    given = {
        "aws_access_key_id": keys.id,
        "aws_secret_access_key": keys.secret,
        "aws_session_token": keys.token,
    } if keys else {}  # fmt: skip
    with telling(f"connecting to AWS as {connection.name}"):
        session = boto3.Session(region_name=region, **given)
        return session.client(service, config=config, endpoint_url=connection.endpoint or None)


def _key(connection: Access) -> _Kept:
    return connection.role_arn, connection.external_id, region_of(connection), connection.endpoint
