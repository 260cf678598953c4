"""AWS on this machine: moto's own server, started once, and emptied for each test."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from functools import cache
from typing import Any

import boto3
import pytest
from django.utils import timezone
from moto.server import ThreadedMotoServer

from maturity.models import Connection

REGION = "eu-west-1"
ROLE = "arn:aws:iam::123456789012:role/rungs-read"


@cache
def _client(service: str, url: str, region: str) -> Any:
    return boto3.client(
        service, region_name=region, endpoint_url=url, aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )  # fmt: skip


class Cloud:
    """An AWS of our own at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url

    def client(self, service: str, region: str = REGION) -> Any:
        return _client(service, self.url, region)

    def bucket(self, name: str = "acme-state", *, versioned: bool = True) -> Any:
        """A client for S3, with this bucket in it."""
        s3 = self.client("s3")
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        if versioned:
            s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return s3

    def lock_table(self, name: str = "acme-locks", region: str = REGION) -> Any:
        dynamodb = self.client("dynamodb", region)
        dynamodb.create_table(
            TableName=name, KeySchema=[{"AttributeName": "LockID", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "LockID", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )  # fmt: skip
        return dynamodb

    def connection(self, **fields: Any) -> Connection:
        """Not saved."""
        given: dict[str, Any] = {
            "name": "acme prod",
            "role_arn": ROLE,
            "region": REGION,
            "endpoint": self.url,
        }
        given["created_at"] = timezone.now()
        return Connection(**{**given, **fields})


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def cloud(moto: str, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Cloud:
    """An empty AWS, which a worker with keys of its own may reach."""
    settings.RUNGS_ALLOW_HTTP = settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True
    worker = {
        "AWS_ACCESS_KEY_ID": "worker",
        "AWS_SECRET_ACCESS_KEY": "worker",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    nowhere = {"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
    for name, value in {**worker, **nowhere}.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    request = urllib.request.Request(f"{moto}/moto-api/reset", method="POST")
    urllib.request.urlopen(request).close()
    return Cloud(moto)
