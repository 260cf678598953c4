variable "image" {
  description = "Container image with its digest."
  type        = string
}

variable "vpc_id" {
  description = "VPC the service runs in."
  type        = string
}
