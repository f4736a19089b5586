"""A small named cast: one company, its tree and eight people. Tests name them, never ids."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.copied import Copied
from zhuixiao.accounts.actions import company as company_actions
from zhuixiao.accounts.actions import departments, employees
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import DepartmentKind, Via
from zhuixiao.accounts.models import Company, Department, Employee, Role

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Monday 2 March 2026, 10:00 in Shanghai.
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PASSWORD = "Kaolin-Teacup-42"


@dataclass(frozen=True)
class World:
    """晨光温控: 总部 > 华南分公司 > 深圳办事处; 总部 > 华东分公司."""

    company: Company
    head_office: Department
    south: Department
    shenzhen: Department
    east: Department
    boss: Employee  # 廖利, head office
    manager: Employee  # 周平, heads 华南
    zheng: Employee  # 郑斌, sales in 华南
    chen: Employee  # 陈敏, sales in 华南
    su: Employee  # 苏细莲, sales in 深圳办事处
    li: Employee  # 李慧, sales in 华东
    admin: Employee  # 曾明, head office
    finance: Employee  # 杨爽, head office

    @property
    def everyone(self) -> list[Employee]:
        return [
            self.boss,
            self.manager,
            self.zheng,
            self.chen,
            self.su,
            self.li,
            self.admin,
            self.finance,
        ]


def actor(employee: Employee, *, at: datetime = NOW, via: Via = Via.PAGE) -> Actor:
    """The employee acting at an instant."""
    return Actor.of(employee, at=at, via=via)


def role(key: str) -> Role:
    """One of the built-in roles."""
    return Role.objects.get(key=key)


def as_dealer(world: World, key: str = "sales") -> Employee:
    """苏细莲 as somebody of an agent, who 深圳办事处 is from now on, with a role's key."""
    Department.objects.filter(pk=world.shenzhen.pk).update(kind=DepartmentKind.AGENT)
    Employee.objects.filter(pk=world.su.pk).update(role=role(key))
    dealer: Employee = Employee.objects.with_access().get(pk=world.su.pk)
    return dealer


def build() -> World:
    """Write the cast; everybody logs in by the pinyin of the name with PASSWORD."""
    return _copied()


def _write() -> World:
    boss = company_actions.set_up(
        name="晨光温控",
        time_zone=SHANGHAI.key,
        boss_name="廖利",
        username="liaoli",
        password=PASSWORD,
        at=NOW,
    )
    by = actor(boss)
    head_office = boss.department
    south = departments.add(
        by=by, name="华南分公司", parent=head_office, kind=DepartmentKind.BRANCH
    )
    shenzhen = departments.add(by=by, name="深圳办事处", parent=south, kind=DepartmentKind.OFFICE)
    east = departments.add(by=by, name="华东分公司", parent=head_office, kind=DepartmentKind.BRANCH)
    roles = {row.key: row for row in Role.objects.all()}

    def hire(name: str, username: str, department: Department, key: str, phone: str) -> Employee:
        return employees.hire(
            by=by,
            name=name,
            username=username,
            department=department,
            role=roles[key],
            phone=phone,
            email=f"{username}@chenguang.example",
            password=PASSWORD,
        )

    manager = hire("周平", "zhouping", south, "manager", "13800000002")
    departments.change(by=by, department=south, name=south.name, kind=south.kind, head=manager)
    return World(
        company=Company.objects.get(),
        head_office=head_office,
        south=south,
        shenzhen=shenzhen,
        east=east,
        boss=boss,
        manager=manager,
        zheng=hire("郑斌", "zhengbin", south, "sales", "13800000003"),
        chen=hire("陈敏", "chenmin", south, "sales", "13800000004"),
        su=hire("苏细莲", "suxilian", shenzhen, "sales", "13800000005"),
        li=hire("李慧", "lihui", east, "sales", "13800000006"),
        admin=hire("曾明", "zengming", head_office, "admin", "13800000007"),
        finance=hire("杨爽", "yangshuang", head_office, "finance", "13800000008"),
    )


_copied = Copied(_write)
