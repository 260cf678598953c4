#!/usr/bin/env bash
# Creates the VPN gateway of one office: ./create-vpn.sh berlin 10.20.0.0/16
set -euo pipefail

office=$1
cidr=$2

vpc=$(aws ec2 create-vpc --cidr-block "$cidr" --query Vpc.VpcId --output text)
aws ec2 create-tags --resources "$vpc" --tags "Key=Name,Value=office-$office"

gateway=$(aws ec2 create-vpn-gateway --type ipsec.1 --query VpnGateway.VpnGatewayId --output text)
aws ec2 attach-vpn-gateway --vpc-id "$vpc" --vpn-gateway-id "$gateway"

for zone in a b; do
  aws ec2 create-subnet --vpc-id "$vpc" --availability-zone "eu-central-1$zone" \
    --cidr-block "${cidr%.0.0/16}.$((zone == a ? 0 : 1)).0/24"
done
