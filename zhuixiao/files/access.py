"""Who may see a file: whoever sees the record that it hangs on."""

import uuid
from collections.abc import Callable

from zhuixiao.accounts.models import Employee

from .models import StoredFile

Resolver = Callable[[Employee, int], bool]

_resolvers: dict[str, Resolver] = {}


def register(kind: str, resolver: Resolver) -> None:
    """`resolver(employee, record_id)` tells whether the employee sees that record.

    Called once per kind of record, in AppConfig.ready() of the app that owns it.
    """
    _resolvers[kind] = resolver


def may_see(employee: Employee, file: StoredFile) -> bool:
    """Unattached files are the uploader's alone; a kind that nobody registered is nobody's."""
    if not employee.is_active:
        return False
    if not file.kind:
        return file.uploaded_by_id == employee.pk
    resolver = _resolvers.get(file.kind)
    return bool(resolver and resolver(employee, file.record_id))


def find(employee: Employee, file_id: uuid.UUID) -> StoredFile | None:
    """The file, if there is one that the employee may see."""
    file = StoredFile.objects.filter(pk=file_id).first()
    return file if file is not None and may_see(employee, file) else None
