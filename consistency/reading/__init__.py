"""What blocks mean, whatever the format they came from: documents, initiatives, tables, and what was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from consistency.model.blocks import BlockFile
from consistency.model.location import TextLine
from consistency.model.record import DocumentRecord, PortfolioRecord, Said
from consistency.reading.documents import document_ids, slug, split
from consistency.reading.introductions import find_names
from consistency.reading.lexicon import Lexicon
from consistency.reading.portfolio import portfolio
from consistency.reading.records import read_document
from consistency.reading.same_goals import named_alike

__all__ = ["read_documents"]


def read_documents(files: Sequence[BlockFile], lexicon: Lexicon) -> tuple[PortfolioRecord, list[DocumentRecord]]:
    """The documents of a plan set and what they share. The set is named after the first file."""
    documents = [document for file in files for document in split(file, lexicon)]
    names, introduced = find_names(documents, lexicon)
    ids = document_ids(documents)
    read = [read_document(document, name, names, lexicon) for document, name in zip(documents, ids, strict=True)]
    records = named_alike(documents, read)
    first = files[0].path if files else ""
    plan_set = Said(slug(PurePosixPath(first).stem) or "plan-set", TextLine(first, 1))
    return portfolio(documents, records, names, introduced, plan_set, lexicon), records
