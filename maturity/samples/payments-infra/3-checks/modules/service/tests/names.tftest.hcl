mock_provider "aws" {}

variables {
  name    = "payments"
  cluster = "arn:aws:ecs:eu-central-1:123456789012:cluster/test"
  image   = "example/payments@sha256:0000"
  vpc_id  = "vpc-1"
}

run "a_name_with_blanks_is_refused" {
  command = plan

  variables {
    name = "Payments Service"
  }

  expect_failures = [var.name]
}

run "two_tasks_run_by_default" {
  command = plan

  assert {
    condition     = aws_ecs_service.this.desired_count == 2
    error_message = "Fewer than two tasks cannot be replaced without downtime."
  }
}
