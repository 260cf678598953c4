"""Rollouts: steps that are reached, watched, judged, and gone on from."""
