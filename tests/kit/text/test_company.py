import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuixiao.kit.text.company import name_core
from zhuixiao.kit.text.normal import fold


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("广州市迪宏信息科技有限公司", "迪宏信息科技"),
        ("迪宏信息科技（广州）有限公司", "迪宏信息科技"),
        ("广东省广州市迪宏信息科技股份有限公司", "迪宏信息科技"),
        ("广州迪宏信息科技集团有限公司", "迪宏信息科技"),
        ("广西壮族自治区南宁市百利来商行(个体工商户)", "百利来"),
        ("顺发五金店", "顺发五金"),
        ("ＩＢＭ（中国）有限公司", "ibm"),
        ("Foo-Bar Co., Ltd.", "foo bar"),
        ("FOO BAR (China) CO.LTD", "foo bar"),
        ("Siemens AG", "siemens"),
        ("Müller GmbH & Co. KG", "müller"),
        ("O'Neill Inc", "oneill"),
        ("S.A.P. Labs LLC", "sap labs"),
        ("上海外高桥(集团)股份有限公司", "外高桥"),
    ],
)
def test_the_core_is_what_tells_a_company_from_others(name: str, core: str) -> None:
    assert name_core(name) == core


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("北京银行股份有限公司", "北京银行"),
        ("广州科技有限公司", "广州科技"),
        ("有限公司", "有限公司"),
        ("厂", "厂"),
        ("广州", "广州"),
        ("Co. Ltd.", "co"),
        ("（）", "()"),
        ("永辉超市", "永辉超市"),
    ],
)
def test_a_part_stays_where_nothing_telling_would_remain(name: str, core: str) -> None:
    assert name_core(name) == core


def test_a_branch_is_not_its_head_office() -> None:
    head = name_core("某某贸易有限公司")
    branch = name_core("某某贸易有限公司佛山分公司")
    assert head == "某某贸易"
    assert branch == "某某贸易佛山分公司"


def test_callers_may_give_their_own_regions() -> None:
    assert name_core("新绛县宏达机械有限公司") == "新绛县宏达机械"
    assert name_core("新绛县宏达机械有限公司", regions={"新绛"}) == "宏达机械"
    assert name_core("广州宏达机械有限公司", regions=()) == "广州宏达机械"


@given(st.text(max_size=60))
def test_the_core_is_never_empty_for_a_name(name: str) -> None:
    assert bool(name_core(name)) == bool(fold(name))


@given(st.text("迪宏百利来金辉腾达", min_size=2, max_size=8), st.sampled_from(["有限公司", "集团"]))
def test_a_legal_form_changes_nothing(name: str, form: str) -> None:
    assert name_core(name + form) == name_core(f"（广州）{name}{form}") == name_core(name)
