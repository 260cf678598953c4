resource "aws_s3_bucket" "orders" {
  bucket = "shop-orders"
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}
