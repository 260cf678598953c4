"""What of a database could be restored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from maturity.adapters.aws.words import code_of, telling
from maturity.adapters.errors import AdapterError
from releases.adapters.ecs.where import Where
from releases.core.facts.service import Backup

PAGES, PAGE = 20, 100


def backups_of(where: Where) -> tuple[Backup, ...]:
    """The newest of each kind: of an instance, or of an Aurora cluster by that name."""
    rds, name = where.client("rds"), where.database
    try:
        with telling(f"reading the database {name}", "rds:DescribeDBInstances"):
            told = rds.describe_db_instances(DBInstanceIdentifier=name).get("DBInstances") or [{}]
    except AdapterError as error:
        if code_of(error) not in ("DBInstanceNotFound", "DBInstanceNotFoundFault"):
            raise
        return _cluster(rds, name)
    asked = {"DBInstanceIdentifier": name}
    with telling(f"listing the snapshots of {name}", "rds:DescribeDBSnapshots"):
        snapshots = [*_pages(rds.describe_db_snapshots, "DBSnapshots", asked)]
    return _backups(name, told[0], snapshots)


def _cluster(rds: Any, name: str) -> tuple[Backup, ...]:
    with telling(f"reading the database cluster {name}", "rds:DescribeDBClusters"):
        told = rds.describe_db_clusters(DBClusterIdentifier=name).get("DBClusters") or [{}]
    asked = {"DBClusterIdentifier": name}
    with telling(f"listing the snapshots of {name}", "rds:DescribeDBClusterSnapshots"):
        snapshots = [*_pages(rds.describe_db_cluster_snapshots, "DBClusterSnapshots", asked)]
    return _backups(name, told[0], snapshots)


def _pages(ask: Any, key: str, given: dict[str, str]) -> Iterator[dict[str, Any]]:
    marker: dict[str, str] = {}
    for _ in range(PAGES):
        told = ask(**given, **marker, MaxRecords=PAGE)
        yield from told.get(key) or ()
        if not told.get("Marker"):
            return
        marker = {"Marker": told["Marker"]}


def _backups(name: str, told: dict[str, Any], snapshots: list[dict[str, Any]]) -> tuple[Backup, ...]:
    done = [one.get("SnapshotCreateTime") for one in snapshots if one.get("Status") == "available"]
    newest = max((one for one in done if isinstance(one, datetime)), default=None)
    until = told.get("LatestRestorableTime")
    found = [Backup(database=name, kind="snapshot", at=newest)] if newest else []
    if isinstance(until, datetime):
        found.append(Backup(database=name, kind="point in time", at=until))
    return tuple(found) or (Backup(database=name),)
