"""The company's own fields: the list, one field."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import custom_choices, custom_fields
from ..actions.custom_fields import NOT_SORTABLE, WITH_CHOICES, Definition
from ..choices import CustomFieldKind
from ..models import CustomField
from ..queries.custom_fields import field_rows


class FieldForm(forms.Form):
    """What is said of a field; kind and first choices only of a new one."""

    label = forms.CharField(
        label=gettext_lazy("Label"), max_length=custom_fields.LABEL_LENGTH, strip=True
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=CustomFieldKind.choices,
        help_text=gettext_lazy("The kind cannot be changed later."),
    )
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        help_text=gettext_lazy("One a line; for a single or multiple choice only."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    help = forms.CharField(
        label=gettext_lazy("Hint"),
        max_length=custom_fields.HINT_LENGTH,
        required=False,
        help_text=gettext_lazy("Stands below the field in the form."),
    )
    is_required = forms.BooleanField(
        label=gettext_lazy("Required"),
        required=False,
        help_text=gettext_lazy("The form asks for it; a file may leave it empty."),
    )
    is_indexed = forms.BooleanField(
        label=gettext_lazy("Fast filter and sort"),
        required=False,
        help_text=gettext_lazy("The table can be sorted by it."),
    )

    def __init__(self, data: object = None, *, field: CustomField | None = None) -> None:
        names = ("label", "help", "is_required", "is_indexed")
        initial = {name: getattr(field, name) for name in names} if field else None
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        if field is not None:
            del self.fields["kind"], self.fields["choices"]
            if field.kind in NOT_SORTABLE:
                del self.fields["is_indexed"]

    def definition(self) -> Definition:
        """What the action takes."""
        given = self.cleaned_data
        return Definition(
            given["label"], given["help"], given["is_required"], given.get("is_indexed", False)
        )


@requires("customers", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All own fields, those retired below."""
    in_use, retired = field_rows()
    context = {"rows": in_use, "retired": retired}
    return htmx.render_page(request, "customers/fields/list.html", context, partial="rows")


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Add a field."""
    form = FieldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            custom_fields.add(
                by=actor(request),
                kind=CustomFieldKind(form.cleaned_data["kind"]),
                definition=form.definition(),
                choices=form.cleaned_data["choices"].splitlines(),
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("customers:fields"))
    return _page(request, form, None)


@requires("customers", "manage")
@require_http_methods(["GET", "POST"])
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One field with its choices; POST changes what is said of it."""
    field = get_object_or_404(CustomField, pk=pk)
    form = FieldForm(request.POST or None, field=field)
    if request.method == "POST" and form.is_valid():
        try:
            custom_fields.change(by=actor(request), field=field, definition=form.definition())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("customers:fields"))
    return _page(request, form, field)


@requires("customers", "manage")
@require_POST
def order(request: StaffRequest) -> HttpResponse:
    """A new order: the ids of the fields, first to last."""
    ids = request.POST.getlist("id")
    if not all(pk.isascii() and pk.isdigit() and len(pk) < 19 for pk in ids):
        return HttpResponseBadRequest()
    custom_fields.reorder(by=actor(request), ids=[int(pk) for pk in ids])
    return HttpResponse(status=204)


@requires("customers", "manage")
@require_POST
def retirement(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a field out of use."""
    return _then_list(request, pk, custom_fields.retire)


@requires("customers", "manage")
@require_POST
def comeback(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a field into use again."""
    return _then_list(request, pk, custom_fields.bring_back)


@requires("customers", "manage")
@require_POST
def choices_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Add choices, one a line."""
    names = request.POST.get("names", "").splitlines()
    return _then_field(
        request, pk, lambda by, field: custom_choices.add(by=by, field=field, names=names)
    )


@requires("customers", "manage")
@require_POST
def choice(request: StaffRequest, pk: int) -> HttpResponse:
    """Rename a choice, take it out of use, or bring it back, as `do` says."""
    name, new_name = request.POST.get("choice", ""), request.POST.get("name", "")
    acts: dict[str, Callable[..., object]] = {
        "rename": lambda **given: custom_choices.rename(name=new_name, **given),
        "retire": custom_choices.retire,
        "bring_back": custom_choices.bring_back,
    }
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        return HttpResponseBadRequest()
    return _then_field(request, pk, lambda by, field: act(by=by, field=field, choice=name))


@requires("customers", "manage")
@require_POST
def choices_order(request: StaffRequest, pk: int) -> HttpResponse:
    """A new order of the choices: their names, first to last."""
    field = get_object_or_404(CustomField, pk=pk)
    custom_choices.reorder(by=actor(request), field=field, names=request.POST.getlist("id"))
    return HttpResponse(status=204)


def _then_list(request: StaffRequest, pk: int, act: Callable[..., None]) -> HttpResponse:
    act(by=actor(request), field=get_object_or_404(CustomField, pk=pk))
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("customers:fields"))


def _then_field(request: StaffRequest, pk: int, act: Callable[..., object]) -> HttpResponse:
    field = get_object_or_404(CustomField, pk=pk)
    try:
        act(actor(request), field)
    except RuleError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("customers:field", args=[pk]))


def _page(request: StaffRequest, form: FieldForm, field: CustomField | None) -> HttpResponse:
    context = {
        "form": form,
        "field": field,
        "has_choices": field is not None and field.kind in WITH_CHOICES,
    }
    status = 422 if form.errors else 200
    return htmx.render_page(request, "customers/fields/field.html", context, status=status)
