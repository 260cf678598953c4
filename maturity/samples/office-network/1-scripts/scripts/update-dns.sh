#!/usr/bin/env bash
# Points an office's name at its gateway: ./update-dns.sh berlin 203.0.113.7
set -euo pipefail

aws route53 change-resource-record-sets --hosted-zone-id "$ZONE_ID" --change-batch "{
  \"Changes\": [{\"Action\": \"UPSERT\", \"ResourceRecordSet\": {
    \"Name\": \"$1.offices.example.com\", \"Type\": \"A\", \"TTL\": 300,
    \"ResourceRecords\": [{\"Value\": \"$2\"}]}}]
}"
