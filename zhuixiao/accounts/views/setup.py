"""The first-run page: the company and its boss, once."""

from django.contrib.auth import login as start_session
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import company
from ..forms.entering import SetupForm
from ..guards import public
from ..models import Company
from .login import BACKEND, HOME, remember_device


@public
@never_cache
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Dead as soon as there is a company, also for the loser of a race."""
    if Company.objects.exists():
        raise Http404
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "again"}
        try:
            boss = company.set_up(**values, at=timezone.now())
        except company.CompanyExists as error:
            raise Http404 from error
        except RuleError as error:
            add_rule_error(form, error)
        else:
            start_session(request, boss, backend=BACKEND)
            remember_device(request)
            return redirect(HOME)
    status = 422 if form.errors else 200
    return render(request, "accounts/setup.html", {"form": form}, status=status)
