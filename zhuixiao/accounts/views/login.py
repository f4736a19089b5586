"""Log-in with password and second factor, log-out, throttling."""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ..actions import entering, second_factor
from ..audit import Actor
from ..devices import device_of
from ..forms.entering import CodeForm, LoginForm
from ..guards import client_ip, public
from ..leavers import forget, forgetting, know
from ..models import Employee

HOME = "/"
BACKEND = "zhuixiao.accounts.backends.EmployeeBackend"
# How long the password counts while the second factor is still awaited.
PENDING_SECONDS = 600


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Name, phone or mail with the password; then the second factor where there is one."""
    target = local_target(request)
    if isinstance(request.user, Employee):
        return HttpResponseRedirect(target)
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # The account's own name, however it was spelled: the throttle counts by it.
        typed = form.cleaned_data["username"]
        known = Employee.objects.all().with_login(typed)
        employee = auth.authenticate(
            request,
            username=known.username if known else typed,
            password=form.cleaned_data["password"],
        )
        if isinstance(employee, Employee):
            return _password_is_right(request, employee, target)
        form.add_error(None, _("Name or password is wrong."))
    context = {"form": form, "next": request.GET.get("next", "")}
    page = render(request, "accounts/login.html", context, status=422 if form.errors else 200)
    return forgetting(request, page)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second factor of a log-in whose password was right."""
    employee = _pending(request)
    if employee is None:
        return redirect("login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        text = form.cleaned_data["code"]
        if second_factor.use_code(employee=employee, code=text, at=now):
            return _enter(request, employee, request.session.get("pending_target", "/"))
        # Counts against the account and address like a wrong password.
        user_login_failed.send(
            __name__, credentials={"username": employee.username}, request=request
        )
        form.add_error("code", _("This code is not right, or it was used already."))
    status = 422 if form.errors else 200
    return render(request, "accounts/code.html", {"form": form}, status=status)


@public
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session here and on the server; the browser drops its copies of pages and drafts."""
    auth.logout(request)
    return forget(redirect("login"))


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, Any] | None
) -> HttpResponse:
    """Too many failures for this account from this address; others are not concerned."""
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    response = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(minutes * 60)
    return response


def local_target(request: HttpRequest) -> str:
    """Where `next` leads when it stays on this site, else home."""
    target = request.POST.get("next") or request.GET.get("next", "")
    is_path = target.startswith("/")
    if is_path and url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return target
    return HOME


def remember_device(request: HttpRequest) -> None:
    """What the list of devices shows of this session."""
    request.session["ip"] = client_ip(request)
    request.session["device"] = device_of(request.headers.get("User-Agent", ""))
    request.session["started_at"] = timezone.now().isoformat()


def _password_is_right(request: HttpRequest, employee: Employee, target: str) -> HttpResponse:
    if not employee.has_totp:
        return _enter(request, employee, target)
    # A new key, so that a session planted in this browser never becomes a pending log-in.
    request.session.flush()
    request.session["pending_employee"] = employee.pk
    request.session["pending_at"] = timezone.now().timestamp()
    request.session["pending_target"] = target
    return redirect("login-code")


def _pending(request: HttpRequest) -> Employee | None:
    """Whose password was right a moment ago in this session."""
    age = timezone.now().timestamp() - request.session.get("pending_at", 0)
    if not 0 <= age <= PENDING_SECONDS:
        return None
    pk = request.session.get("pending_employee")
    found: Employee | None = Employee.objects.with_access().filter(pk=pk, is_active=True).first()
    return found if found and found.has_totp else None


def _enter(request: HttpRequest, employee: Employee, target: str) -> HttpResponse:
    request.session.flush()
    auth.login(request, employee, backend=BACKEND)
    remember_device(request)
    by = Actor.of(employee, at=timezone.now(), ip=client_ip(request))
    entering.note_entry(by=by, device=request.session["device"])
    response = HttpResponseRedirect(target)
    know(response, employee)
    return response
