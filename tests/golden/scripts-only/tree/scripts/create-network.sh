#!/usr/bin/env bash
set -euo pipefail

vpc=$(aws ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId --output text)
aws ec2 create-subnet --vpc-id "$vpc" --cidr-block 10.0.1.0/24
aws ec2 create-security-group --group-name web --description web --vpc-id "$vpc"
