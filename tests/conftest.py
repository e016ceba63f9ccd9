from __future__ import annotations

from pathlib import Path

import pytest

SEED = Path(__file__).parents[2] / "shared" / "seeds" / "000_67ea0fb870c62966.txt"


@pytest.fixture(scope="session")
def seed() -> Path:
    """The original DOWR documents, where they lie beside the checkout."""
    if not SEED.is_file():
        pytest.skip("the original documents are not beside this checkout")
    return SEED
