"""Makes the pictures of the README and of the user guide: the demo company in a real Chromium.

Use: python scripts/pictures.py [NAME ...]   (after make install; all pictures without a name)
Chromium needs its Chinese words for the fields of dates (Debian: chromium-l10n).
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.places import BROWSERS  # noqa: E402
from tests.chromium import DESK, OPTIONS, PHONE, program  # noqa: E402

README = ROOT / "docs" / "pictures"
GUIDE = ROOT / "docs" / "guide" / "pictures"
WAIT = 400


@contextmanager
def served() -> Iterator[tuple[str, dict[str, str]]]:
    """The demo company on a free port: its address and log-ins."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "ZHUIXIAO_DATA": data}
        program_name = [sys.executable, "-m", "zhuixiao"]

        def run(*words: str) -> str:
            done = subprocess.run(  # noqa: S603
                [*program_name, *words],
                env=environment,
                cwd=ROOT,
                check=True,
                text=True,
                stdout=subprocess.PIPE,
            )
            return done.stdout

        run("migrate", "--verbosity=0")
        run("demo")
        logins = json.loads((Path(data) / "demo-logins.json").read_text(encoding="utf-8"))
        server = subprocess.Popen(  # noqa: S603
            [*program_name, "serve", "--port", str(port)],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _await(address)
            yield address, logins
        finally:
            server.terminate()
            server.wait(timeout=30)


def _await(address: str) -> None:
    for _try in range(120):
        try:
            with urlopen(f"{address}/healthz", timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not start")


def log_in(browser: Browser, address: str, login: str, **options: object) -> Page:
    """A page of a person who has logged in."""
    name, password = login.split(" ", 1)
    page = browser.new_context(**{**DESK, **options}).new_page()
    page.goto(f"{address}/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.click("button.btn-primary")
    page.wait_for_load_state("networkidle")
    return page


def take(page: Page, address: str, path: str, file: Path, *, then: str = "") -> None:
    """One picture of a page, after a click where one is asked for."""
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    if then:
        page.click(then)
        page.wait_for_load_state("networkidle")
    page.wait_for_timeout(WAIT)
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file)


def customer_of(page: Page, address: str) -> str:
    """The path of a customer with a long history: the first hit of the person's own table."""
    answer = page.request.get(f"{address}/customers/rows/?sort=-contact_count")
    rows = answer.json()["rows"]
    return f"/customers/{rows[0][0]}/"


def first_of(page: Page, address: str, kind: str) -> str:
    """The path of the first record of a list whose rows link to /kind/NUMBER/."""
    page.goto(f"{address}/{kind}/?sort=-amount")
    link = page.locator(f"#main a[href^='/{kind}/']", has_text="20").first
    return link.get_attribute("href") or f"/{kind}/"


def contact_of(page: Page, address: str, customer: str) -> str:
    """The path of the first contact of a customer."""
    page.goto(address + customer)
    link = page.locator("a[href^='/customers/contacts/'][href$='/privacy/']").first
    return (link.get_attribute("href") or "").removesuffix("privacy/")


def employee_of(page: Page, address: str) -> str:
    """The settings page of 郑斌."""
    page.goto(f"{address}/settings/employees/?q=zhengbin")
    link = page.locator("a[href^='/settings/employees/']", has_text="郑斌").first
    return link.get_attribute("href") or ""


def last_workday() -> date:
    """On which the demo company was out."""
    day = datetime.now(ZoneInfo("Asia/Shanghai")).date() - timedelta(days=1)
    while day.isoweekday() > 5:
        day -= timedelta(days=1)
    return day


def track_of(page: Page, address: str) -> str:
    """The track of 郑斌 on the last workday."""
    pk = employee_of(page, address).rstrip("/").rpartition("/")[2]
    day = last_workday()
    return f"/field/tracks/?of={pk}&start={day}T00:00&end={day}T23:59"


def main(wanted: list[str]) -> None:
    with served() as (address, logins), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program(BROWSERS),
            args=[*OPTIONS, "--lang=zh-CN"],
            env={**os.environ, "LANGUAGE": "zh_CN"},
        )
        sales = log_in(browser, address, logins["sales"])
        boss = log_in(browser, address, logins["boss"])
        phone = log_in(browser, address, logins["sales"], **PHONE)
        customer = customer_of(sales, address)
        pictures = {
            "customers": (boss, "/customers/", README / "customers.png", ""),
            "customer": (sales, customer, README / "customer.png", ""),
            "report": (sales, "/reports/mine/", README / "report.png", ""),
            "opportunities": (boss, "/opportunities/?of=all", GUIDE / "opportunities.png", ""),
            "order": (boss, first_of(boss, address, "orders"), GUIDE / "order.png", ""),
            "due": (boss, "/payments/due/", GUIDE / "due.png", ""),
            "performance": (
                boss,
                "/performance/?whose=all&range=year",
                GUIDE / "performance.png",
                "",
            ),
            "summary": (boss, "/tables/new/?start=departments", GUIDE / "summary.png", ""),
            "margins": (boss, "/performance/margins/", GUIDE / "margins.png", ""),
            "today": (sales, "/", GUIDE / "today.png", ""),
            "table": (sales, "/customers/", GUIDE / "table.png", ""),
            "record": (
                sales,
                f"/activities/new/?customer={customer.split('/')[2]}",
                GUIDE / "record.png",
                "",
            ),
            "timeline": (sales, customer, GUIDE / "timeline.png", ""),
            "tasks": (sales, "/tasks/", GUIDE / "tasks.png", ""),
            "calendar": (sales, "/calendar/", GUIDE / "calendar.png", ""),
            "daily": (sales, "/reports/mine/", GUIDE / "daily.png", ""),
            "boss": (boss, "/", GUIDE / "boss.png", ""),
            "team": (boss, "/reports/team/", GUIDE / "team.png", ""),
            "review": (boss, "/reports/review/", GUIDE / "review.png", ""),
            "subscriptions": (
                boss,
                "/notices/subscriptions/",
                GUIDE / "subscriptions.png",
                "",
            ),
            "import": (boss, "/customers/import/", GUIDE / "import.png", ""),
            "employees": (boss, "/settings/employees/", GUIDE / "employees.png", ""),
            "pool": (sales, "/customers/pools/", GUIDE / "pool.png", ""),
            "pool-settings": (boss, "/customers/pools/settings/", GUIDE / "pool-settings.png", ""),
            "registrations": (
                boss,
                "/customers/registrations/",
                GUIDE / "registrations.png",
                "",
            ),
            "assigning": (boss, "/customers/assigning/", GUIDE / "assigning.png", ""),
            "guarding": (boss, "/customers/guarding/", GUIDE / "guarding.png", ""),
            "keeping": (boss, "/customers/keeping/", GUIDE / "keeping.png", ""),
            "erasure": (
                boss,
                f"{contact_of(boss, address, customer)}erasure/",
                GUIDE / "erasure.png",
                "",
            ),
            "approvals": (boss, "/approvals/", GUIDE / "approvals.png", ""),
            "approval-flow": (boss, "/settings/approvals/", GUIDE / "approval-flow.png", ""),
            "hand-over": (
                boss,
                f"{employee_of(boss, address)}hand-over/",
                GUIDE / "hand-over.png",
                "",
            ),
            "phone": (phone, "/", GUIDE / "phone.png", ""),
            "outdoors": (phone, "/field/m/", GUIDE / "outdoors.png", ""),
            "visits": (boss, "/field/visits/", GUIDE / "visits.png", ""),
            "track": (boss, track_of(boss, address), GUIDE / "track.png", ""),
            "team-day": (
                boss,
                f"/field/visits/map/?on={last_workday()}",
                GUIDE / "team-day.png",
                "",
            ),
            "heat": (boss, "/field/tracks/heat/", GUIDE / "heat.png", ""),
            "attendance": (boss, "/field/attendance/table/", GUIDE / "attendance.png", ""),
        }
        for name, (page, path, file, then) in pictures.items():
            if not wanted or name in wanted:
                take(page, address, path, file, then=then)
                print(file.relative_to(ROOT))  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
