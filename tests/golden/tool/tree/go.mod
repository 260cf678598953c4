module example.test/plansum

go 1.24
