"""Sealing what is secret with a new key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from maturity.actions.resealing import reseal


class Command(BaseCommand):
    help = "Seals every secret in the database anew, with the first key. Safe while Rungs runs."

    def handle(self, *args: Any, **options: Any) -> None:
        lost = 0
        for found in reseal():
            kept = found.rows - found.anew - len(found.lost)
            self.stdout.write(f"{found.column}: {found.anew} sealed anew, {kept} with the first key already")
            for pk in found.lost:
                self.stderr.write(f"{found.column} of row {pk}: its key is not in RUNGS_ENCRYPTION_KEYS")
            lost += len(found.lost)
        if lost:
            self.stderr.write(
                f"{lost} could not be opened and stay as they are: put their key back, or replace them"
            )
            raise SystemExit(1)
