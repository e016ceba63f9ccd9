"""Where a block stands: what a recogniser may look at besides the block itself."""

from __future__ import annotations

from dataclasses import dataclass

from consistency.model.blocks import Paragraph
from consistency.model.record import Said
from consistency.reading.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Context:
    """`document_kind` is decision, annex or plan; `headings` are the open ones, outermost first.

    `before` and `after` hold up to three paragraphs directly before and after the block, in reading order.
    """

    lexicon: Lexicon
    document_kind: str
    domains: tuple[str, ...] = ()
    headings: tuple[Said, ...] = ()
    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()
