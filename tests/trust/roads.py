"""Every way into the program: pages and API operations, each with its declared permission."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.trust.table import API_KINDS, PAGE_KINDS
from zhuixiao.config.api import api

PUBLIC = "public"


@dataclass(frozen=True)
class Road:
    """`kinds` names the kind of record that fills each parameter of the path."""

    name: str
    pattern: str
    permission: Any
    methods: tuple[str, ...]
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("/api/")

    @property
    def is_public(self) -> bool:
        return bool(self.permission == PUBLIC)

    @property
    def main_kind(self) -> str:
        """The kind of the record that the road is about; "" for roads without one."""
        return next(iter(self.kinds.values()), "")

    def path(self, ids: dict[str, Any]) -> str:
        """The path with its parameters filled, `ids` by kind."""
        path = self.pattern
        for name, kind in self.kinds.items():
            path = path.replace("{" + name + "}", str(ids[kind]))
        return path


def pages(resolver: URLResolver | None = None) -> list[Road]:
    """All pages but those that `undescribed` names."""
    return [
        Road(
            name,
            pattern,
            getattr(view, "permission", None),
            ("GET", "POST"),
            PAGE_KINDS.get(name, {}),
        )
        for name, pattern, names, view in _walk(resolver or get_resolver(), "", "/")
        if set(names) == set(PAGE_KINDS.get(name, {}))
    ]


def operations() -> list[Road]:
    """All operations of the API but those that `undescribed_operations` names."""
    found = []
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            pattern = f"/api/v1{path}"
            names = re.findall(r"{(\w+)}", path)
            for operation in view.operations:
                permission = getattr(operation.view_func, "permission", None)
                name = f"api:{operation.methods[0]} {path}"
                kinds = API_KINDS.get(path, {})
                if set(kinds) == set(names):
                    found.append(Road(name, pattern, permission, tuple(operation.methods), kinds))
    return found


def undescribed_operations() -> list[str]:
    """Paths of the API whose parameters table.py does not know."""
    return [
        path
        for _prefix, router in api._routers
        for path in router.path_operations
        if set(re.findall(r"{(\w+)}", path)) != set(API_KINDS.get(path, {}))
    ]


def undescribed(resolver: URLResolver | None = None) -> list[str]:
    """Names of pages whose parameters table.py does not know."""
    return [
        name
        for name, _pattern, names, _view in _walk(resolver or get_resolver(), "", "/")
        if set(names) != set(PAGE_KINDS.get(name, {}))
    ]


def _walk(
    resolver: URLResolver, space: str, prefix: str
) -> Iterator[tuple[str, str, list[str], Any]]:
    for pattern in resolver.url_patterns:
        text = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            names = list(pattern.pattern.converters)
            path = text
            for name, converter in pattern.pattern.converters.items():
                path = path.replace(f"<{_word(converter)}:{name}>", "{" + name + "}")
            yield f"{space}{pattern.name}", path, names, pattern.callback
        elif pattern.namespace != "api":
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, inner, text)


def _word(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").replace("String", "str").lower()
