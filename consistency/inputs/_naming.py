"""How files and folders are called in messages and reports."""

from __future__ import annotations

import os


def printable(name: str) -> str:
    """The name or path as text that can be printed and stored: names on disk may hold any bytes."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
