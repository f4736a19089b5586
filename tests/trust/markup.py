"""What a text of a person became on a page: only ever a text."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.db import connection, models

from tests.audit_log import open_to_changes
from tests.trust.payloads import PAYLOADS, PROBE
from zhuixiao.approvals.models import Request
from zhuixiao.customers.models import CustomField, ImportBatch
from zhuixiao.kit.models import Job
from zhuixiao.notices.models import Notice
from zhuixiao.reports.models import WorkReport

_LINKS = {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href"}
_HTMX = {"hx-get", "hx-post", "hx-vals", "hx-on", "hx-vars", "hx-headers"}
_CODE = ("x-on:", "x-bind:", "@", ":", "x-init", "x-html", "x-effect")
# Names that the program gives, not a person: keys, hashes, paths of its own.
_OURS = {
    *("key", "kind", "stored", "sha256", "token_hash", "code_hash", "session_key", "session_data"),
    *("username", "password", "language", "theme", "text_size", "totp_secret", "path", "url"),
    *("default_key", "based_on", "related_kind", "mapping", "builtin", "lane", "error", "action"),
    *("state", "via", "matching", "name_core", "currency", "time_zone", "code", "scope", "tokens"),
    *("first_name", "step", "slot", "owner", "number", "sheet", "type"),
}


class Finder(HTMLParser):
    """Collects what a payload managed to become: an element, an attribute, a script, an address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_data = tag == "script" and ("type", "application/json") in attrs
        self._within = "data" if is_data else tag
        if PROBE in tag:
            self.found.append(f"element <{tag}>")
        for name, value in attrs:
            text = "".join((value or "").split()).casefold()
            if PROBE in name or name.startswith("on"):
                self.found.append(f"attribute {name} of <{tag}>")
            elif PROBE not in text:
                continue
            elif name in _LINKS and text.partition(":")[0] in {"javascript", "data", "vbscript"}:
                self.found.append(f"address in {name} of <{tag}>")
            elif name.startswith(_CODE) or name in {"x-data", "style", "srcdoc", "hx-on"}:
                self.found.append(f"code in {name} of <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        # json_script writes < as \u003C: a payload within may hold no bare bracket.
        if self._within == "data" and f"<{PROBE}" in data:
            self.found.append("bare bracket in data")
        if self._within == "script" and PROBE in data:
            self.found.append("script")


def became(html: str) -> list[str]:
    """What the payloads of a page became; empty when they stayed text."""
    finder = Finder()
    finder.feed(html)
    finder.close()
    return finder.found


def poison(models_of_apps: list[type[models.Model]], turn: int) -> int:
    """Put a payload into every text that a person may have written; returns how many columns.

    Past the models, since old rows, imports and restored backups come that way too. Another `turn`
    puts other payloads.
    """
    columns = list(_texts(models_of_apps))
    with open_to_changes(), connection.cursor() as cursor:
        for index, (model, field) in enumerate(columns):
            # A number behind it, where no two rows may be called the same.
            fitting = [text for text in PAYLOADS if len(text) <= (field.max_length or 999) - 5]
            text = fitting[(index + turn) % len(fitting)]
            cursor.execute(
                f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s || '
                + _last_five(model._meta.pk.column),
                [text],
            )
    _poison_lists(PAYLOADS[turn % len(PAYLOADS)])
    return len(columns)


def _last_five(column: str) -> str:
    """SQL for the end of a key: keys that tests count up differ there, also beyond 99,999."""
    text = f'CAST("{column}" AS varchar(64))'
    return f"RIGHT({text}, 5)" if connection.vendor == "postgresql" else f"substr({text}, -5)"


def _texts(models_of_apps: list[type[models.Model]]) -> Iterator[tuple[Any, Any]]:
    for model in models_of_apps:
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            is_ours = field.primary_key or field.choices or field.name in _OURS
            if is_text and not is_ours and (field.max_length or 999) >= 20:
                yield model, field


def _poison_lists(text: str) -> None:
    """The same for texts within JSON."""
    WorkReport.objects.update(summary=[text], plan=[text], problems=[text], help_wanted=[text])
    Notice.objects.update(
        text="%(name)s submitted the daily report of %(day)s", params={"name": text, "day": text}
    )
    Request.objects.update(title="%(asker)s asks", params={"asker": text}, note=text)
    Job.objects.update(label="Check of %(name)s", label_params={"name": text}, error=text)
    CustomField.objects.update(choices=[text], label=text[:40])
    for batch in ImportBatch.objects.all():
        known = dict(batch.options)
        shown = {"names": [text], "preview": [[text]], "samples": [[text]], "sheets": [text]}
        batch.options = known | {key: shown[key] for key in shown if key in known}
        batch.save(update_fields=["options"])
