"""The letterhead with its logo: the words belong to accounts, the picture to files."""

import uuid
from dataclasses import replace
from typing import BinaryIO, cast

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts.actions import letterhead as words
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.letterhead import Letterhead
from zhuixiao.accounts.models import Company
from zhuixiao.accounts.queries.letterhead import letterhead
from zhuixiao.files import actions as files
from zhuixiao.files import contents, disk
from zhuixiao.files.choices import IMAGES
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.errors import RuleError

# Printed 30 mm wide, this is 600 dots an inch, and a document stays small.
LONGEST_SIDE = 720


@transaction.atomic
def change(
    *,
    by: Actor,
    values: Letterhead,
    logo: "files.Upload | None" = None,
    is_logo_removed: bool = False,
) -> Letterhead:
    """Save the words, and a new logo in the place of the old, none, or the one there is (whatever
    `values` says of it). Raises NotAllowed, RuleError."""
    by.employee.access.check("accounts", "manage")
    company = Company.objects.select_for_update().get()
    before = letterhead(company).logo
    after = before
    if logo is not None:
        after = _store(by, company, logo).pk
    elif is_logo_removed:
        after = None
    saved = words.change(by=by, values=replace(values, logo=after))
    if before and before != after:
        _remove(before)
    return saved


def _store(by: Actor, company: Company, logo: files.Upload) -> StoredFile:
    try:
        if contents.type_of(cast("BinaryIO", logo.file), logo.name or "") not in IMAGES:
            raise RuleError(_("This is not a picture. Take a JPG, PNG or WebP file."))
        return files.store(
            by=by, upload=logo, kind=words.KIND, record_id=company.pk, longest=LONGEST_SIDE
        )
    except RuleError as error:
        raise RuleError(error.message, field="logo") from error


def _remove(file_id: uuid.UUID) -> None:
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is not None:
        file.delete()
        transaction.on_commit(lambda: disk.remove(file.stored))
