"""Records become entities: names resolved, values read, everything tied together in a PlanGraph."""

from consistency.assembly.build import assemble

__all__ = ["assemble"]
