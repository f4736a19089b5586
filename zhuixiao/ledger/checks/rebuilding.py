"""Making the ledger anew from the facts."""

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.errors import RuleError

from .. import sources, storage
from .differences import Progress, silent
from .sums import fill
from .verifying import batches, kinds_without_source, recomputed

_TABLES = (
    "ledger_rollup",
    "ledger_peoplerollup",
    "ledger_productrollup",
    "ledger_customercount",
    "ledger_customerrollup",
    "ledger_entry",
)
_LOCK = "LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"
_EMPTY = "DELETE FROM {table}"


@transaction.atomic
def rebuild(progress: Progress = silent) -> int:
    """Throw entries and rollups away and make them from the facts; all or nothing.

    Gives the number of facts. Writers wait meanwhile, readers see the old numbers until the end.
    Raises RuleError when there are entries that no source could bring back.
    """
    lost = kinds_without_source()
    if lost:
        raise RuleError(
            _("The ledger holds entries of unknown kinds (%(kinds)s); nothing was changed.")
            % {"kinds": ", ".join(str(kind) for kind in lost)}
        )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A fact that is just being written posts after this, over what is made here.
            cursor.execute(_LOCK.format(table=", ".join(_TABLES)))
        for table in _TABLES:
            cursor.execute(_EMPTY.format(table=table))
    total = 0
    for source in sources.sources():
        done = 0
        for ids in batches(source.ids()):
            storage.add(recomputed(source, ids))
            done += len(ids)
            progress(source.kind, done)
        total += done
    fill(progress)
    return total
