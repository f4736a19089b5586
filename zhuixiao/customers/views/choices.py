"""What a field can be set to or filtered by, for the editors and filter buttons of the table."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuixiao.accounts.guards import StaffRequest, requires
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.catalog.models import Channel, Option, Product, Region
from zhuixiao.kit.trees import in_tree_order

from ..choices import CustomerKind
from ..fields import Field, Kind, visible_fields


@requires("customers", "view")
def choices(request: StaffRequest) -> HttpResponse:
    """[[value, text, colour or depth, may be chosen anew], ...] of the field `field`."""
    fields = {one.key: one for one in visible_fields(request.user.access)}
    field = fields.get(request.GET.get("field", ""))
    if field is None:
        raise Http404
    return JsonResponse({"choices": _choices(field, request)})


def _choices(field: Field, request: StaffRequest) -> list[list[Any]]:  # noqa: PLR0911
    match field.kind:
        case Kind.OPTION | Kind.OPTIONS:
            options = Option.objects.filter(pick_list=field.pick_list, merged_into=None)
            rows = options.order_by("position", "id")
            return [[one.pk, one.name, one.colour, one.retired_at is None] for one in rows]
        case Kind.CHANNEL:
            return [
                [one.pk, one.name, one.depth, one.retired_at is None]
                for one in in_tree_order(Channel.objects.all())
            ]
        case Kind.DEPARTMENT:
            return [
                [one.pk, one.name, one.depth, True]
                for one in in_tree_order(Department.objects.known_to(request.user))
            ]
        case Kind.PRODUCTS | Kind.BOUGHT:
            products = Product.objects.order_by("name")
            return [[one.pk, one.name, 0, one.retired_at is None] for one in products]
        case Kind.REGION:
            today = request.company.today(timezone.now())
            regions = Region.objects.valid(today).order_by("adcode")
            found = regions.values_list("adcode", "full_name", "level")
            return [[adcode, name, level - 1, True] for adcode, name, level in found]
        case Kind.EMPLOYEE | Kind.EMPLOYEES:
            people = Employee.objects.known_to(request.user).order_by("-is_active", "name")
            found = people.values_list("pk", "name", "is_active")
            named = [[pk, name, 0, is_active] for pk, name, is_active in found]
            return [["me", _("me"), 0, False], *named]
        case Kind.CHOICE:
            return [[kind.value, str(kind.label), 0, True] for kind in CustomerKind]
        case _:
            if field.custom is None:
                return []
            in_use = field.custom.choices
            return [[one, one, 0, one in in_use] for one in field.custom.every_choice]
