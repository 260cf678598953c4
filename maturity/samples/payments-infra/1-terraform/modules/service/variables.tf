variable "name" {
  description = "Name of the service, also of its load balancer target."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "Use lower case letters, digits and dashes."
  }
}

variable "cluster" {
  description = "ARN of the ECS cluster."
  type        = string
}

variable "image" {
  description = "Container image with its digest."
  type        = string
}

variable "instances" {
  description = "How many tasks run at once."
  type        = number
  default     = 2
}

variable "vpc_id" {
  description = "VPC of the load balancer."
  type        = string
}
