"""Whatever is written to the audit log has words there: its kind, its action, every field."""

import ast
import importlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

import zhuixiao
from tests.world import World, actor, role
from zhuixiao.accounts import labels
from zhuixiao.accounts.actions import company, departments, employees, groups, roles
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.catalog.actions import categories, channels, options, products
from zhuixiao.catalog.choices import Colour, PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import contacts, creating, editing

PACKAGE = Path(zhuixiao.__file__).parent
WRITERS = {
    "write",
    "entry",
    "_entry",
    "log",
    "_log",
    "_write",
    "_save",
    "_save_state",
    "_follow",
    "_write_audit",
}
# Their kind is whatever record they are about.
OF_ANY_KIND = {
    "files/actions.py": ["customer", "activity", "product", "letterhead"],
    "customers/actions/consenting.py": ["contact", "customer"],
    "customers/exporting/making.py": ["customers", "summary_export", "sales_export"],
    "customers/actions/erasing.py": ["contact", "customer", "activity", "task", "event"],
    "activities/actions/commenting.py": ["activity", "report"],
    # Through the `log` of their paperwork.
    "sales/actions/ordering.py": ["order"],
    "sales/actions/signing.py": ["order"],
    "sales/actions/changing.py": ["order"],
    "sales/actions/ending.py": ["order"],
    "sales/actions/crediting.py": ["order"],
    "sales/actions/quoting.py": ["quote"],
    "sales/actions/quote_states.py": ["quote"],
}
# Its callers, above, say what is written.
PASSES_ON = {"sales/actions/paperwork.py"}
# Written under several kinds; a word under one of them does not serve the other.
ACTION = re.compile(r"[a-z][a-z_]+")


def written(path: Path) -> set[tuple[str, str]]:
    """The pairs of kind and action that a module writes."""
    name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    module = importlib.import_module(f"zhuixiao.{name}")
    pairs: set[tuple[str, str]] = set()
    open_kinds = set(OF_ANY_KIND.get(path.relative_to(PACKAGE).as_posix(), []))
    loose: set[str] = set()
    for call in _calls(path):
        given = {word.arg: word.value for word in call.keywords}
        kind, actions = (
            _value(given.get("kind"), module),
            _actions([*call.args, given.get("action")], module),
        )
        if kind and actions:
            pairs |= {(kind, action) for action in actions}
        else:
            open_kinds |= {kind} - {""}
            loose |= actions
    return pairs | {(kind, action) for kind in open_kinds for action in loose}


def _actions(nodes: Iterable[ast.AST | None], module: Any) -> set[str]:
    """Literals, and all values of a table of the module (`action=AUDITED[reason]`)."""
    nodes = list(nodes)
    values = [node.value for node in nodes if isinstance(node, ast.Constant)]
    for node in nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            table = getattr(module, node.value.id, {})
            values += table.values() if isinstance(table, dict) else []
    return {one for one in values if isinstance(one, str) and ACTION.fullmatch(one)}


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in WRITERS:
                yield node


def _value(node: ast.AST | None, module: Any) -> str:
    """A literal, or a constant of the module; "" for a parameter."""
    if node is None:
        return ""
    try:
        found = eval(ast.unparse(node), vars(module))  # noqa: S307  (our own source)
    except (AttributeError, NameError):
        return ""
    return found if isinstance(found, str) else ""


def unnamed(kind: str, action: str) -> bool:
    with translation.override("zh-hans"):
        return str(labels.action(kind, action)) == action


def modules() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if _writes(path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8"))
        and "demo" not in path.parts
    ]


def _writes(name: str, source: str) -> bool:
    found = re.search(r"audit\.(write|entry)\(", source)
    return (found is not None or name in OF_ANY_KIND) and name not in PASSES_ON


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_kind_and_action_has_words(path: Path) -> None:
    pairs = written(path)
    assert pairs, "its kind could not be read; name it in OF_ANY_KIND"
    assert {kind for kind, _action in pairs} <= set(labels.kinds())
    assert [pair for pair in sorted(pairs) if unnamed(*pair)] == []


def test_an_action_without_words_is_found() -> None:
    """Control."""
    assert unnamed("customer", "transmogrify")
    found = written(PACKAGE / "customers" / "actions" / "contacts.py")
    assert found == {("contact", "create"), ("contact", "edit"), ("contact", "delete")}


@pytest.fixture
def history(world: World) -> None:
    """Something of everything that has fields."""
    by = actor(world.boss)
    first = Option.objects.of(PickList.STAGE).first()
    customer = creating.create(by=by, new=creating.NewCustomer({"name": "甲"}, world.zheng))
    changes = {
        "name": "乙",
        "phone": "13911112222",
        "stage": first.pk if first else None,
        "kind": "person",
        "note": "x",
        "website": "https://x.example",
        "credit_code": "",
    }
    editing.edit(by=by, customer=customer, values=changes)
    contact = contacts.add(by=by, customer=customer, values={"name": "梁"})
    contacts.change(
        by=by,
        contact=contact,
        values={"phone": "13933334444", "birthday_month": 2, "birthday_day": 3, "title": "经理"},
    )
    category = categories.add(by=by, name="温控器")
    product = products.add(
        by=by, values=products.ProductValues("T6", "T6", category, "台", 19900, 9900)
    )
    values = products.ProductValues("T7", "T7", None, "个", 29900, 8800)
    products.change(by=by, product=product, values=values, version=product.version)
    categories.change(
        by=by, category=category, name="控制器", parent=categories.add(by=by, name="电器")
    )
    tag = options.add(by=by, pick_list=PickList.TAG, name="甲")
    options.change(by=by, option=tag, name="乙", colour=Colour.RED)
    channel = channels.add(by=by, name="展会甲")
    channels.change(
        by=by, channel=channel, name="展会乙", parent=channels.add(by=by, name="展会丙")
    )
    company.change(by=by, name="晨光", time_zone="Asia/Urumqi", currency="CNY", workdays=[1, 2])
    departments.move(by=by, department=world.east, parent=world.south)
    groups.save(by=by, name="值班", members=[world.chen])
    roles.change(
        by=by,
        role=role("sales"),
        name="业务",
        needs_totp=False,
        grants=roles.grants_of(role("boss")),
    )
    employees.change(
        by=by,
        employee=world.chen,
        version=world.chen.version,
        name="陈小敏",
        department=world.east,
        role=role("manager"),
    )


@pytest.mark.django_db
def test_every_field_has_a_label_and_every_value_words(history: None) -> None:
    changed = [row for row in AuditEntry.objects.all() if row.changes]
    assert len({row.kind for row in changed}) > 8
    with translation.override("zh-hans"):
        for row in changed:
            kind = labels.kind(row.kind)
            for name in row.changes:
                assert str(kind.fields.get(name) or kind.name_of(name)) != name, (row.kind, name)


@pytest.mark.django_db
def test_the_page_speaks_chinese_and_hides_phones_from_masked_roles(
    world: World, history: None
) -> None:
    client = Client()
    client.force_login(world.boss, backend="zhuixiao.accounts.backends.EmployeeBackend")
    page = client.get(reverse("accounts:audit")).content.decode()
    for word in ("客户", "联系人", "产品", "来源渠道", "标准成本", "上级", "13911112222"):
        assert word in page, word
    main = page[page.index("<main") : page.index("</main")]
    assert re.findall(r">\s*([a-z]+_[a-z_]+)\s*<", main) == []

    boss = role("boss")
    boss.grants = {"fields": {"customers.phone": "masked", "catalog.cost": "hidden"}}
    boss.save()
    page = client.get(reverse("accounts:audit")).content.decode()
    assert "13911112222" not in page
    assert "13933334444" not in page
    assert "88.00" not in page
