"""Second factors of people: the secret of an authenticator app, and what recovery codes are made from."""

from __future__ import annotations

from maturity.stores import Store

STORE = Store("mfa.Authenticator", "data", ("secret", "seed", "migrated_codes"))
