"""Answers about the settings of a deploy: their values count, not that they are there."""

from __future__ import annotations

from collections.abc import Collection

from maturity.core.criteria._negative import count
from maturity.core.criterion import Finding, Strength, met, not_applicable, not_met, unknown
from maturity.core.facts.deployments import Deployments, Setting


def judge(deployments: Deployments, kinds: Collection[str], lacking: str) -> Finding:
    settings = [one for one in deployments.settings if one.kind in kinds]
    if safe := [one for one in settings if one.safe]:
        return met(told(safe), *(one.at for one in safe), strength=Strength.CONFIGURED)
    if unsafe := [one for one in settings if one.safe is False]:
        return not_met(told(unsafe), *(one.at for one in unsafe))
    if settings:
        text = f"{settings[0].kind} is set, and its value is known only at run time"
        return unknown(text, *(one.at for one in settings))
    if not deployments.services:
        return not_applicable("nothing that keeps running is deployed from here")
    looked = [f"{count(len(deployments.services), 'service')}, such as {deployments.services[0]}"]
    return not_met(lacking, *deployments.services[:3], looked_at=looked)


def told(settings: list[Setting]) -> str:
    values = [f"{one.kind} {one.value}".strip() + (f" ({one.note})" if one.note else "") for one in settings]
    return ", ".join(dict.fromkeys(values[:4]))
