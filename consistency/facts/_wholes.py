"""Initiatives and their parts."""

from __future__ import annotations

from consistency.model.graph import PlanGraph


def whole_of(graph: PlanGraph, key: str) -> str:
    """The initiative of which this one is a part, however deep; itself if it is none."""
    seen = {key}
    while key in graph.initiatives and (whole := graph.initiatives[key].part_of) in graph.initiatives:
        if whole is None or whole in seen:
            break
        key = whole
        seen.add(key)
    return key
