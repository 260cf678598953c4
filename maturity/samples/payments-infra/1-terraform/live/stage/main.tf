terraform {
  required_version = "~> 1.10"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.80"
    }
  }

  backend "s3" {
    bucket       = "acme-terraform-state"
    key          = "payments/stage.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region = "eu-central-1"
}

module "payments" {
  source    = "../../modules/service"
  name      = "payments-stage"
  cluster   = aws_ecs_cluster.this.arn
  image     = var.image
  instances = 2
  vpc_id    = var.vpc_id
}

resource "aws_ecs_cluster" "this" {
  name = "payments-stage"
}

resource "aws_db_instance" "ledger" {
  identifier              = "ledger-stage"
  engine                  = "postgres"
  instance_class          = "db.t4g.medium"
  allocated_storage       = 50
  storage_encrypted       = true
  backup_retention_period = 14
  deletion_protection     = true

  lifecycle {
    prevent_destroy = true
  }
}
