"""One report on paper: its figures and words."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Company, Department
from zhuixiao.accounts.queries.letterhead import letterhead
from zhuixiao.files.embedding import data_address
from zhuixiao.sales.documents.parts import Document, made

from ..models import WorkReport
from ..queries.figures import Figure


def report_document(
    report: WorkReport, *, numbers: Sequence[Figure], company: Company, language: str
) -> Document:
    """A report that the reader may see, with the figures that he may see."""

    def fill() -> tuple[str, dict[str, Any], str, str]:
        head = letterhead(company)
        unit = Department.objects.filter(pk=report.department_id).first()
        facts = [(_("Employee"), report.employee.name)]
        if unit:
            facts.append((_("Department"), unit.name))
        if report.submitted_at and report.is_submitted:
            at = date_format(report.submitted_at.astimezone(company.zone), "Y-m-d H:i")
            late = f" ({_('Late')})" if report.is_late else ""
            facts.append((_("Submitted"), at + late))
        else:
            facts.append((_("Report"), _("Draft")))
        title = report.get_kind_display()
        context = {
            "letterhead": head,
            "logo": data_address(head.logo),
            "number": report.period.label(),
            "facts": facts,
            "figures": numbers,
            "written": report.written,
        }
        name = f"{title} {report.subject.name} {report.start.isoformat()}"
        return "reports/documents/report.html", context, title, name

    return made(language, fill)
