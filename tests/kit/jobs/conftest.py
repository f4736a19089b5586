from collections.abc import Iterator

import pytest

from tests.kit.jobs import kinds


@pytest.fixture(autouse=True)
def nothing_ran() -> Iterator[None]:
    kinds.ran.clear()
    yield
    kinds.ran.clear()
