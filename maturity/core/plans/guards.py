"""Which resources hold data, and what would have kept it had it been switched on."""

from __future__ import annotations

from typing import Any, Final

_HOLDING: Final = """
    aws_db_instance aws_db_cluster_snapshot aws_db_snapshot aws_rds_cluster aws_rds_cluster_instance
    aws_rds_global_cluster aws_dynamodb_table aws_dynamodb_global_table aws_s3_bucket
    aws_s3_directory_bucket aws_s3_object aws_s3tables_table aws_efs_file_system aws_efs_access_point
    aws_ebs_volume aws_ebs_snapshot aws_fsx_lustre_file_system aws_fsx_ontap_file_system
    aws_fsx_ontap_volume aws_fsx_openzfs_file_system aws_fsx_windows_file_system aws_elasticache_cluster
    aws_elasticache_replication_group aws_elasticache_serverless_cache aws_memorydb_cluster
    aws_redshift_cluster aws_redshiftserverless_namespace aws_opensearch_domain
    aws_opensearchserverless_collection aws_elasticsearch_domain aws_neptune_cluster aws_docdb_cluster
    aws_docdbelastic_cluster aws_keyspaces_table aws_timestreamwrite_table aws_qldb_ledger
    aws_kinesis_stream aws_msk_cluster aws_mq_broker aws_sqs_queue aws_ecr_repository aws_kms_key
    aws_secretsmanager_secret aws_ssm_parameter aws_cognito_user_pool aws_cloudwatch_log_group
    aws_backup_vault aws_glacier_vault aws_route53_zone aws_lightsail_database aws_codecommit_repository

    google_sql_database_instance google_sql_database google_storage_bucket google_bigquery_dataset
    google_bigquery_table google_spanner_instance google_spanner_database google_bigtable_instance
    google_bigtable_table google_firestore_database google_filestore_instance google_compute_disk
    google_compute_region_disk google_compute_snapshot google_redis_instance google_redis_cluster
    google_memcache_instance google_alloydb_cluster google_alloydb_instance google_pubsub_subscription
    google_pubsub_topic google_artifact_registry_repository google_kms_crypto_key google_kms_key_ring
    google_secret_manager_secret google_dns_managed_zone

    azurerm_storage_account azurerm_storage_container azurerm_storage_share azurerm_storage_blob
    azurerm_mssql_server azurerm_mssql_database azurerm_mssql_managed_instance
    azurerm_mssql_managed_database azurerm_sql_database azurerm_postgresql_server
    azurerm_postgresql_flexible_server azurerm_postgresql_database
    azurerm_postgresql_flexible_server_database azurerm_mysql_server azurerm_mysql_flexible_server
    azurerm_mysql_flexible_database azurerm_mariadb_server azurerm_cosmosdb_account
    azurerm_cosmosdb_sql_database azurerm_cosmosdb_sql_container azurerm_cosmosdb_mongo_database
    azurerm_cosmosdb_mongo_collection azurerm_redis_cache azurerm_managed_disk azurerm_snapshot
    azurerm_key_vault azurerm_key_vault_key azurerm_key_vault_secret azurerm_key_vault_certificate
    azurerm_container_registry azurerm_kusto_database azurerm_data_lake_store
    azurerm_storage_data_lake_gen2_filesystem azurerm_netapp_volume azurerm_servicebus_queue
    azurerm_eventhub azurerm_log_analytics_workspace azurerm_recovery_services_vault azurerm_dns_zone

    kubernetes_persistent_volume kubernetes_persistent_volume_v1 kubernetes_persistent_volume_claim
    kubernetes_persistent_volume_claim_v1 kubernetes_stateful_set kubernetes_stateful_set_v1
    kubernetes_namespace kubernetes_namespace_v1 kubernetes_secret kubernetes_secret_v1

    alicloud_db_instance alicloud_oss_bucket alicloud_kvstore_instance alicloud_mongodb_instance
    alicloud_polardb_cluster alicloud_nas_file_system alicloud_disk alicloud_ecs_disk alicloud_kms_key
    tencentcloud_mysql_instance tencentcloud_postgresql_instance tencentcloud_cos_bucket
    tencentcloud_redis_instance tencentcloud_cbs_storage huaweicloud_rds_instance huaweicloud_obs_bucket
    huaweicloud_evs_volume oci_database_autonomous_database oci_database_db_system
    oci_mysql_mysql_db_system oci_objectstorage_bucket oci_core_volume oci_file_storage_file_system
    oci_kms_key digitalocean_database_cluster digitalocean_volume digitalocean_spaces_bucket hcloud_volume
    linode_volume linode_object_storage_bucket scaleway_rdb_instance scaleway_object_bucket
    ovh_cloud_project_database exoscale_database openstack_blockstorage_volume_v3
    openstack_objectstorage_container_v1 ibm_database ibm_cos_bucket cloudflare_r2_bucket
    cloudflare_d1_database cloudflare_workers_kv_namespace mongodbatlas_cluster
    mongodbatlas_advanced_cluster confluent_kafka_topic kafka_topic snowflake_database snowflake_schema
    snowflake_table postgresql_database postgresql_schema mysql_database elasticstack_elasticsearch_index
    minio_s3_bucket vault_mount proxmox_virtual_environment_vm rediscloud_subscription aiven_pg
    aiven_mysql aiven_kafka aiven_opensearch neon_project planetscale_database
"""
_TYPES: Final = frozenset(_HOLDING.split())

# (attribute, what it is when it guards nothing, what is said)
_UNGUARDED: Final = (
    ("skip_final_snapshot", True, "skip_final_snapshot is true"),
    ("deletion_protection", False, "deletion protection off"),
    ("deletion_protection_enabled", False, "deletion protection off"),
    ("settings.deletion_protection_enabled", False, "deletion protection off"),
    ("deletion_protection", "INACTIVE", "deletion protection off"),
    ("force_destroy", True, "force_destroy is true"),
    ("force_delete", True, "force_delete is true"),
    ("delete_contents_on_destroy", True, "delete_contents_on_destroy is true"),
    ("versioning.enabled", False, "versioning off"),
    ("point_in_time_recovery.enabled", False, "no point-in-time recovery"),
    ("settings.backup_configuration.enabled", False, "no backups"),
    ("backup_retention_period", 0, "no backups"),
    ("snapshot_retention_limit", 0, "no snapshots"),
    ("automated_snapshot_retention_period", 0, "no snapshots"),
    ("recovery_window_in_days", 0, "no recovery window"),
    ("purge_protection_enabled", False, "purge protection off"),
)


def holds_data(kind: str) -> bool:
    """Whether destroying a resource of this type loses what cannot be made again from code."""
    return kind in _TYPES


def unguarded(before: Any) -> tuple[str, ...]:
    """What does not hold the data of this resource, read from what it is now."""
    said = (text for path, bad, text in _UNGUARDED if _is(_read(before, path), bad))
    return tuple(dict.fromkeys(said))


def _is(found: Any, bad: Any) -> bool:
    """0 is not False here."""
    return type(found) is type(bad) and found == bad


def _read(found: Any, path: str) -> Any:
    """`versioning.enabled` of `{"versioning": [{"enabled": false}]}`: a block is a list of one."""
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
        if isinstance(found, list) and len(found) == 1:
            found = found[0]
    return found
