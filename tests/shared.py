"""The real files beside the checkout, for tests that read them."""

from pathlib import Path

import pytest

DATA: Path = Path(__file__).resolve().parents[2] / "shared" / "data"

needs_shared = pytest.mark.skipif(
    not DATA.is_dir(), reason="SKIPPED: ../shared/data is not beside this checkout"
)
