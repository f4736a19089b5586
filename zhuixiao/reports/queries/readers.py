"""Who reads whose reports."""

from zhuixiao.accounts.models import Department, Employee


def managers_of(employee: Employee) -> list[int]:
    """The heads of the person's department and of those above it, the person left out."""
    above = Department.objects.filter(pk__in=employee.department.ancestor_ids)
    heads = above.exclude(head=None).values_list("head_id", flat=True)
    return [pk for pk in heads if pk is not None and pk != employee.pk]
