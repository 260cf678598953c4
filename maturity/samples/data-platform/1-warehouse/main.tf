terraform {
  required_version = ">= 1.6"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.14"
    }
  }

  backend "gcs" {
    bucket = "acme-data-tfstate"
    prefix = "platform"
  }
}

provider "google" {
  project = "acme-data"
  region  = "europe-west3"
}

resource "google_bigquery_dataset" "warehouse" {
  dataset_id = "warehouse"
  location   = "EU"
}

resource "google_storage_bucket" "ingest" {
  for_each                    = toset(["orders", "events", "ledger"])
  name                        = "acme-ingest-${each.key}"
  location                    = "EU"
  uniform_bucket_level_access = true
}
