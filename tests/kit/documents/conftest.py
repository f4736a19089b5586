"""The demo templates beside these tests."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def templates(settings: Any) -> None:
    [engine] = deepcopy(settings.TEMPLATES)
    engine["DIRS"] = [*engine["DIRS"], TEMPLATES]
    settings.TEMPLATES = [engine]
