"""Fields, pages of lists and the choice of people, as HTML."""

from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from zhuixiao.kit.templatetags.paging import Tab
from zhuixiao.kit.templatetags.people import Choice, Team


class VisitForm(forms.Form):
    subject = forms.CharField(help_text="一句话")
    note = forms.CharField(widget=forms.Textarea(attrs={"class": "tall"}), required=False)
    shared = forms.BooleanField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def written(source: str, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    with translation.override("zh-hans"):
        return Template(source).render(Context({"request": request, **context}))


def test_a_required_field_has_the_mark_and_its_help() -> None:
    html = written('{% field form.subject standard="写重点" %}', form=VisitForm())
    assert "◆" in html
    assert 'aria-describedby="id_subject_help' in html
    assert "写重点" in html
    assert "◆" not in written("{% field form.note %}", form=VisitForm())


def test_a_wrong_field_says_so_to_everybody() -> None:
    html = written("{% field form.subject %}", form=VisitForm({}))
    assert 'aria-invalid="true"' in html
    assert 'id="id_subject_error"' in html
    assert "id_subject_error" in html.partition("aria-describedby=")[2]


def test_a_widgets_own_class_stays() -> None:
    assert 'class="form-control tall"' in written("{% field form.note %}", form=VisitForm())


def test_errors_of_hidden_fields_are_not_hidden() -> None:
    html = written("{% form_errors form %}", form=VisitForm({"subject": "x"}))
    assert "version" not in html
    assert "这个字段是必填项" in html


def test_the_pager_keeps_the_filter() -> None:
    page = Paginator(range(200), 10).get_page(9)
    html = written("{% pager page %}", "/c/?stage=2&stage=3&page=9", page=page)
    assert 'href="?stage=2&amp;stage=3&amp;page=10"' in html
    assert html.count('type="hidden" name="stage"') == 2
    assert html.count("…") == 2
    assert 'aria-current="page">9<' in html
    assert "共 200 条" in html


def test_one_page_needs_no_pager() -> None:
    assert written("{% pager page %}", page=Paginator(range(9), 10).get_page(1)).strip() == ""


def test_tabs_mark_the_open_one() -> None:
    items = [Tab("全部", "?v=1", is_active=True, count=12), Tab("我的", "?v=2")]
    html = written('{% tabs items "方案" %}', items=items)
    assert html.count('aria-current="page"') == 1
    assert '<span class="count">12</span>' in html


def test_people_are_check_boxes_with_their_groups() -> None:
    teams = [Team("华南", [Choice(3, "郑斌"), Choice(4, "陈敏")])]
    groups = [Team("酒店组", ids=[3, 4])]
    html = written(
        '{% people_picker "executors" teams groups selected %}',
        teams=teams,
        groups=groups,
        selected=["4"],
    )
    assert 'name="executors" value="4" checked' in html
    assert 'name="executors" value="3">' in html
    assert 'data-people-ids="3 4"' in html
