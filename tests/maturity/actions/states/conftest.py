from __future__ import annotations

import json
from typing import Any

import pytest

from maturity.models import Stack
from tests.cloud import Cloud, cloud, moto
from tests.factories import make_repository, make_stack

__all__ = ["cloud", "moto", "stack", "store"]
KEY = "net.tfstate"
SECRET = "hunter2-in-the-state"


class Store:
    """The bucket of one stack's state, as Terraform would use it."""

    def __init__(self, s3: Any) -> None:
        self.s3 = s3

    def write(self, serial: int, **more: Any) -> None:
        outputs = {"password": {"value": SECRET, "sensitive": True}}
        state = {
            "version": 4,
            "terraform_version": "1.11.4",
            "serial": serial,
            "lineage": "a-b",
            "outputs": outputs,
        }
        self.put(KEY, json.dumps({**state, **more}))

    def lock(self, who: str = "lin@laptop", **more: Any) -> None:
        info = {"ID": f"of {who}", "Who": who, "Operation": "OperationTypeApply", "Info": "", **more}
        self.put(f"{KEY}.tflock", json.dumps(info))

    def unlock(self) -> None:
        self.s3.delete_object(Bucket="acme-state", Key=f"{KEY}.tflock")

    def apply(self, serial: int, who: str) -> None:
        self.lock(who)
        self.write(serial)
        self.unlock()

    def put(self, key: str, body: str) -> None:
        self.s3.put_object(Bucket="acme-state", Key=key, Body=body)


@pytest.fixture
def store(cloud: Cloud) -> Store:
    return Store(cloud.bucket())


@pytest.fixture
def stack(cloud: Cloud, db: None) -> Stack:
    """With a connection, and a state in `store`."""
    connection = cloud.connection()
    connection.save()
    return make_stack(make_repository(), connection=connection, state_place=f"s3://acme-state/{KEY}")
