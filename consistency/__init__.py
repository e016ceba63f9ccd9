"""Checks the consistency of municipal plans: what cannot be true together, why, and where it was said."""

__version__ = "0.1.0"
