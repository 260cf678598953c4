"""Feature flags on the page of a release: asked for when it is there, since they are many questions more."""

from __future__ import annotations

from releases.views._parts import Part

PART = Part(place=60, template="releases/_flags_later.html", told=lambda *_: {})
