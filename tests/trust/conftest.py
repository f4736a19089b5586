"""A scene that lives as long as a test module; every test undoes what it wrote."""

import logging
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.trust import scene as making
from tests.trust.scene import Scene

# A drawn paper is some megabytes.
PAPERS = 30


@pytest.fixture(scope="module")
def files_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Uploads of these tests lie in a folder of their own."""
    from django.test.utils import override_settings

    path = tmp_path_factory.mktemp("files")
    with override_settings(FILES_DIR=path):
        yield path


@pytest.fixture(scope="module")
def open_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Everything in one transaction around the module, taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def standing(open_database: None, files_dir: Path) -> Scene:
    """The scene as it was built; tests take `scene`, which takes their writes back."""
    return making.build()


@pytest.fixture
def scene(standing: Scene, db: None) -> Scene:
    """The scene for one test, whose transaction lies within the module's."""
    return standing


@pytest.fixture(scope="module", autouse=True)
def drawn_once() -> Iterator[None]:
    """The same paper is asked for hundreds of times; each is really drawn, once."""
    try:
        import weasyprint
    except (ImportError, OSError):
        yield
        return

    class Drawn:
        """A document whose file is written at most once."""

        def __init__(self, document: Any) -> None:
            self.pages = document.pages
            self.write_pdf = cache(document.write_pdf)

    class Paper(weasyprint.HTML):  # type: ignore[misc]
        """Remembers by its text what was drawn; its style is the same for all."""

        known: dict[str, Drawn] = {}

        def __init__(self, *, string: str, **options: Any) -> None:
            super().__init__(string=string, **options)
            self.text = string

        def render(self, **options: Any) -> Drawn:
            if len(self.known) >= PAPERS:
                self.known.clear()
            if self.text not in self.known:
                self.known[self.text] = Drawn(super().render(**options))
            return self.known[self.text]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weasyprint, "HTML", Paper)
        yield


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals on purpose would bury the one line that matters."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)
