"""How far a long command is, on stderr, where that is a terminal."""

from __future__ import annotations

import sys


def progress(done: int, of: int) -> None:
    """One line that is written over, and gone when all is done."""
    if sys.stderr.isatty() and (done % max(1, of // 200) == 0 or done == of):
        text = f"{done}/{of}"
        sys.stderr.write(f"\r{text}" if done < of else f"\r{' ' * len(text)}\r")
        sys.stderr.flush()
