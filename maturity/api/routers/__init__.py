"""What can be asked: one file here, or in another app's `api/routers`, is one `router`."""
