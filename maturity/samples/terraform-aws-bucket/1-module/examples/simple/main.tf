module "bucket" {
  source = "../.."
  name   = "example-bucket"
}
