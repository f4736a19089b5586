"""Pictures of a product: put up, taken away, put first."""

import uuid
from collections.abc import Sequence
from typing import BinaryIO, cast

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.files import actions as files
from zhuixiao.files import contents, disk
from zhuixiao.files.choices import IMAGES
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.errors import RuleError

from ..images import KIND
from ..models import Product, ProductImage
from ..models.image import MOST


@transaction.atomic
def add(*, by: Actor, product: Product, upload: files.Upload) -> ProductImage:
    """Put a picture behind the others. Raises NotAllowed, RuleError."""
    product = _open(by, product, more=1)
    if contents.type_of(cast("BinaryIO", upload.file), upload.name or "") not in IMAGES:
        raise _no_picture()
    file = files.store(by=by, upload=upload, kind=KIND, record_id=product.pk)
    return _append(product, [file])[0]


@transaction.atomic
def attach(*, by: Actor, product: Product, file_ids: Sequence[uuid.UUID]) -> list[ProductImage]:
    """Put own waiting uploads behind the other pictures. Raises NotAllowed, RuleError."""
    wanted = set(file_ids)
    held = product.images.filter(file__in=wanted).values_list("file_id", flat=True)
    product = _open(by, product, more=len(wanted - set(held)))
    rows = files.attach(by=by, file_ids=wanted, kind=KIND, record_id=product.pk)
    if not all(row.is_image for row in rows):
        raise _no_picture()
    return _append(product, [row for row in rows if row.pk not in held])


@transaction.atomic
def remove(*, by: Actor, image: ProductImage) -> None:
    """Take a picture away for good."""
    _open(by, image.product)
    file = StoredFile.objects.filter(pk=image.file_id).first()
    if file is not None:
        # The row of the picture goes with its file.
        file.delete()
        transaction.on_commit(lambda: disk.remove(file.stored))
        _log(by, "remove_picture", image.product, (file.name, None))


@transaction.atomic
def put_first(*, by: Actor, image: ProductImage) -> None:
    """Let this picture stand for the product."""
    product = _open(by, image.product)
    first = product.images.aggregate(first=Min("position"))["first"]
    if image.position != first:
        ProductImage.objects.filter(pk=image.pk).update(position=first - 1)
        _log(by, "first_picture", product, (None, image.file.name))


def _open(by: Actor, product: Product, *, more: int = 0) -> Product:
    by.employee.access.check("catalog", "manage")
    product = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    if more and product.images.count() + more > MOST:
        raise RuleError(
            _("A product has at most %(most)d pictures. Take one away first.") % {"most": MOST},
            field="file",
        )
    return product


def _append(product: Product, rows: Sequence[StoredFile]) -> list[ProductImage]:
    last = product.images.aggregate(last=Max("position"))["last"] or 0
    return [
        ProductImage.objects.create(product=product, file=row, position=place)
        for place, row in enumerate(rows, start=last + 1)
    ]


def _no_picture() -> RuleError:
    return RuleError(_("This is not a picture. Take a JPG, PNG or WebP file."), field="file")


def _log(by: Actor, action: str, product: Product, names: tuple[str | None, str | None]) -> None:
    audit.write(
        by=by,
        action=action,
        kind="product",
        record_id=product.pk,
        label=product.name,
        changes={"picture": names},
    )
