"""Whether the program looked at what a request carried.

A page that looked at nothing of it does the same whatever is sent: only after a first look could
one value lead elsewhere than another. The address that pages print back for their forms is no look.
"""

from collections.abc import Iterator
from typing import Any, cast

from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.utils.functional import cached_property


class ListeningRequest(WSGIRequest):
    """Notes whether its body was unpacked at all, and whether any value was looked at.

    Stands in for the request that the test client makes.
    """

    is_unpacked = False
    is_looked_at = False
    _post: QueryDict

    @cached_property
    def GET(self) -> QueryDict:  # type: ignore[override]  # noqa: N802
        return _heard(super().GET, self)

    @property
    def FILES(self) -> Any:  # type: ignore[override]  # noqa: N802
        files = super().FILES
        self.is_looked_at |= bool(files)
        return files

    @property
    def body(self) -> bytes:
        self.is_unpacked = self.is_looked_at = True
        return super().body

    def _load_post_and_files(self) -> None:
        """Unpacking alone is no look, unless it fails."""
        before, self.is_unpacked, self.is_looked_at = self.is_looked_at, True, True
        super()._load_post_and_files()
        self._post = _heard(self._post, self)
        self.is_looked_at = before


class _Heard(QueryDict):
    """Tells its request when a name that was sent is asked for, or all at once."""

    request: ListeningRequest

    def __getitem__(self, key: str) -> Any:
        return super().__getitem__(self._noted(key))

    def __contains__(self, key: object) -> bool:
        return super().__contains__(self._noted(key))

    def getlist(self, key: str, default: Any = None) -> list[Any]:
        return super().getlist(self._noted(key), default)

    def __iter__(self) -> Iterator[str]:
        self.request.is_looked_at = True
        return super().__iter__()

    def keys(self) -> Any:
        self.request.is_looked_at = True
        return super().keys()

    def lists(self) -> Any:
        self.request.is_looked_at = True
        return super().lists()

    def __copy__(self) -> Any:
        plain = QueryDict(mutable=True, encoding=self.encoding)
        for name, values in self.lists():
            plain.setlist(name, list(values))
        return plain

    def __deepcopy__(self, memo: Any) -> Any:
        return self.__copy__()

    def _noted(self, key: Any) -> Any:
        self.request.is_looked_at |= dict.__contains__(self, key)
        return key


def _heard(sent: QueryDict, request: ListeningRequest) -> QueryDict:
    heard: Any = _Heard(encoding=sent.encoding)
    dict.update(heard, dict.items(sent))
    heard.request = request
    return cast("QueryDict", heard)
