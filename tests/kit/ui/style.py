"""The style page: every component with believable content."""

import json
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.guards import public
from zhuixiao.kit import htmx
from zhuixiao.kit.templatetags.marks import COLOURS
from zhuixiao.kit.templatetags.paging import Tab
from zhuixiao.kit.templatetags.people import Choice, Team

CUSTOMERS = [
    ("广州迪宏电子有限公司", "方案报价", "blue", "郑斌", 128_000_00, 6),
    ("常德华天城大酒店", "意向确认", "teal", "曾明明", 86_500_00, 4),
    ("益阳润晨置业", "已签合同", "green", "郭勇", 412_000_00, 9),
    ("远正智能科技股份有限公司", "初次接触", "grey", "苏细莲", None, 1),
    ("大景照明工程有限公司", "商务谈判", "purple", "郑斌", 1_260_000_00, 11),
    ("恩平中大温控设备厂", "样品试用", "amber", "李慧", 9_800_00, 3),
    ("紫东阁华天大酒店", "售后维护", "orange", "陈敏", 233_400_00, 14),
]


def team(name: str, first: int, *names: str) -> Team:
    return Team(name, [Choice(number, each) for number, each in enumerate(names, start=first)])


TEAMS = [
    team("总部", 1, "廖利", "周平", "苏细莲", "李慧"),
    team("华南分公司", 5, "陈敏", "张凯杰", "杨爽", "易婷"),
    team("长沙办事处", 9, "郑斌", "曾明明", "郭勇"),
]
GROUPS = [
    Team("酒店组", ids=[1, 5, 9, 10]),
    Team("技术支持", ids=[7, 8]),
    Team("全体", ids=range(1, 12)),
]


class ActivityForm(forms.Form):
    """The action record of the deck, as far as a style page needs it."""

    subject = forms.CharField(label=_("Subject"), help_text="")
    customer = forms.ChoiceField(
        label=_("Customer"),
        choices=[(n, row[0]) for n, row in enumerate(CUSTOMERS)],
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Type"), choices=[("call", "电话拜访"), ("visit", "上门拜访")], required=False
    )
    at = forms.DateField(
        label=_("Next contact"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    text = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea)
    shared = forms.BooleanField(label="抄送给主管", required=False)
    way = forms.ChoiceField(
        label="付款方式",
        required=False,
        widget=forms.RadioSelect,
        choices=[("a", "预付"), ("b", "货到付款"), ("c", "月结")],
    )


@public
def page(request: HttpRequest) -> HttpResponse:
    wrong = ActivityForm({"subject": "", "text": "客户很满意", "way": "b", "shared": "on"})
    numbers = Paginator(range(114), 10)
    now = timezone.now()
    moments = [now - timedelta(seconds=s) for s in (20, 300, 7200, 86400, 86400 * 9, 86400 * 400)]
    return htmx.render_page(
        request,
        "style.html",
        {
            "customers": CUSTOMERS,
            "colours": COLOURS,
            "form": ActivityForm(initial={"customer": 0, "subject": "确认样品试用结果"}),
            "wrong": wrong,
            "teams": TEAMS,
            "groups": GROUPS,
            "selected": [9],
            "numbers": numbers.get_page(request.GET.get("page", 4)),
            "moments": moments,
            "today": timezone.localdate(),
            "tabs": [
                Tab("全部客户", "#", is_active=True, count=3012),
                Tab("我的客户", "#", count=186),
                Tab("30 天未跟进", "#", count=41),
                Tab("本周待拜访", "#", count=7),
            ],
        },
    )


@public
def dialog(request: HttpRequest) -> HttpResponse:
    form = ActivityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        toast = {"text": "行动记录已保存", "kind": "success", "undo": "/empty/"}
        return htmx.trigger(HttpResponse(status=204), closeDialog=True, toast=toast)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "teams": TEAMS, "groups": GROUPS}
    return render(request, "style_dialog.html", context, status=status)


@public
def panel(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "style_panel.html", {"row": CUSTOMERS[number]})


@public
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")
    return render(request, "style_search.html", {"rows": [r for r in CUSTOMERS if query in r[0]]})


@public
def progress(request: HttpRequest, done: int) -> HttpResponse:
    return render(request, "style_progress.html", {"done": done})


@public
def conflict(request: HttpRequest) -> HttpResponse:
    rows: list[dict[str, Any]] = [
        {"name": "phone", "label": "电话", "mine": "138 0013 8000", "theirs": "139 0013 9000"},
        {"name": "stage", "label": "阶段", "mine": "方案报价", "theirs": "商务谈判"},
    ]
    context = {"rows": rows, "sent": [], "version": 7, "action": "/conflict/"}
    return render(request, "kit/conflict.html", context, status=409)


@public
def login(request: HttpRequest) -> HttpResponse:
    return render(request, "style_login.html", {"form": ActivityForm(), "data": json.dumps({})})
