"""My account: appearance, password, second factor, devices."""

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pyotp import TOTP

from zhuixiao.kit import htmx
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import entering, own, second_factor
from ..forms.entering import EnrolForm
from ..forms.own import ConfirmForm, PasswordForm, PreferencesForm
from ..guards import StaffRequest, actor, public, staff, staff_before_enrolment
from ..models import Employee
from .login import local_target


@staff
@require_safe
def profile(request: StaffRequest) -> HttpResponse:
    """Everything about the own account on one page."""
    me = request.user
    initial = {"language": me.language, "theme": me.theme, "text_size": me.text_size}
    context = {
        "form": PreferencesForm(initial=initial),
        "sessions": me.sessions.order_by("-seen_at"),
        "this_session": request.session.session_key,
        "tokens": me.tokens.filter(revoked_at=None).order_by("-pk"),
        "codes_left": me.recovery_codes.filter(used_at=None).count(),
    }
    return render(request, "accounts/profile.html", context)


@staff
@require_POST
def preferences(request: StaffRequest) -> HttpResponse:
    """Language, appearance and text size of the profile page."""
    form = PreferencesForm(request.POST)
    if form.is_valid():
        me = own.set_preferences(by=actor(request), **form.cleaned_data)
        with translation.override(me.language):
            messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("profile"))


@staff_before_enrolment
@require_POST
def appearance(request: StaffRequest) -> HttpResponse:
    """Light, dark or like the device, from the person's menu."""
    own.set_preferences(by=actor(request), theme=request.POST.get("theme", ""))
    return HttpResponseRedirect(local_target(request))


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language: kept with the person, in a cookie for those not logged in."""
    code = request.POST.get("language", "")
    response = HttpResponseRedirect(local_target(request))
    if code not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, Employee):
        Employee.objects.filter(pk=request.user.pk).update(language=code)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@staff
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: StaffRequest) -> HttpResponse:
    """Change the password; all other devices are logged out."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["password"]
        key = request.session.session_key or ""
        try:
            own.set_password(by=actor(request), old=old, new=new, keep_session=key)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("The password is changed; other devices are logged out."))
            return htmx.redirect_to(request, reverse("profile"))
    status = 422 if form.errors else 200
    return render(request, "accounts/password.html", {"form": form}, status=status)


@staff_before_enrolment
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enrol(request: StaffRequest) -> HttpResponse:
    """Set up the second factor: scan, prove a code, keep the recovery codes."""
    if request.user.has_totp:
        return htmx.redirect_to(request, reverse("profile"))
    secret = request.session.setdefault("enrolling", second_factor.fresh_secret())
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = actor(request)
        try:
            own.check_own_password(request.user, form.cleaned_data["password"])
            codes = second_factor.enrol(by=by, secret=secret, code=form.cleaned_data["code"])
        except RuleError as error:
            add_rule_error(form, error)
        else:
            del request.session["enrolling"]
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
    uri = TOTP(secret, name=request.user.username, issuer=request.company.name).provisioning_uri()
    context = {
        "form": form,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "qr": segno.make(uri, error="m").svg_data_uri(scale=4, border=2, light="#fff"),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/second_factor.html", context, status=status)


@staff
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def remove_second_factor(request: StaffRequest) -> HttpResponse:
    """Switch the own second factor off, with the password."""
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            own.check_own_password(request.user, form.cleaned_data["password"])
        except RuleError as error:
            add_rule_error(form, error)
        else:
            second_factor.remove(by=actor(request), employee=request.user)
            messages.success(request, _("The second factor is off."))
            return htmx.redirect_to(request, reverse("profile"))
    status = 422 if form.errors else 200
    return render(request, "accounts/second_factor_off.html", {"form": form}, status=status)


@staff
@require_POST
def end_session(request: StaffRequest, mark: str) -> HttpResponse:
    """Log one of the own devices out."""
    session = next((row for row in request.user.sessions.all() if row.mark == mark), None)
    if session is None:
        raise Http404
    entering.end_session(by=actor(request), session=session)
    messages.success(request, _("The device is logged out."))
    return htmx.redirect_to(request, reverse("profile"))


@staff
@require_POST
def end_other_sessions(request: StaffRequest) -> HttpResponse:
    """Log out everywhere else."""
    key = request.session.session_key
    if key is None:
        raise NotAllowed
    entering.end_sessions(by=actor(request), employee=request.user, keep=key)
    messages.success(request, _("All other devices are logged out."))
    return htmx.redirect_to(request, reverse("profile"))
