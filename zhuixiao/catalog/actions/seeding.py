"""Filling the catalogue of a new company."""

from django.db import transaction
from django.utils import translation

from zhuixiao.accounts.audit import Actor

from ..models import Channel, Option, Region
from ..seeds import channels, options, regions


@transaction.atomic
def seed(*, language: str) -> None:
    """Add options and channels named in `language`, and the regions; what is there stays."""
    with translation.override(language):
        if not Option.objects.exists():
            Option.objects.bulk_create(options.build())
        if not Channel.objects.exists():
            channels.write()
    Region.objects.bulk_create(regions.build(), batch_size=1000, ignore_conflicts=True)


def on_setup(by: Actor) -> None:
    """Run when the company is set up, in the language of its first boss."""
    seed(language=by.employee.language)
