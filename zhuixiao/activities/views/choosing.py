"""The customer that an address or a form names."""

from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.customers.models import Customer


def customer(request: StaffRequest) -> Customer | None:
    """The visible customer of the field `customer`, None for anything else."""
    text = request.POST.get("customer") or request.GET.get("customer") or ""
    if not text.isdecimal() or len(text) > 18:
        return None
    return Customer.objects.visible_to(request.user).filter(pk=int(text)).first()
