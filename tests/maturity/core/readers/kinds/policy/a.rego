package main
import rego.v1
deny contains msg if { input.resource_changes[_].x == 1; msg := "no" }
