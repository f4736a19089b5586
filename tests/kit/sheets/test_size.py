"""A hundred thousand rows stay small and quick; figures with head room for a busy machine."""

import subprocess
import sys
from pathlib import Path

import pytest

from zhuixiao.kit.sheets import write_xlsx

# In a process of its own, with its peak from /proc: the peak of `resource` begins with that of the
# process it was started from.
READ = """
import sys, time
from pathlib import Path
import django_stubs_ext
django_stubs_ext.monkeypatch()
from zhuixiao.kit.sheets import data_rows, find_header, open_book

def peak(process):
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024

start = time.perf_counter()
with open_book(Path(sys.argv[1])) as book:
    rows = book.rows(book.sheets[0])
    header = find_header([next(rows) for _ in range(40)])
    count = sum(1 for _ in data_rows(book, book.sheets[0], header))
    megabytes = peak("self") + peak(book._process.pid)
print(count, round(time.perf_counter() - start, 1), megabytes)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_hundred_thousand_rows_take_seconds_and_less_than_250_mb(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    names = [f"列{column}" for column in range(15)]
    write_xlsx(
        path,
        names,
        (
            [f"公司{row}列{column}" if column < 10 else row * column for column in range(15)]
            for row in range(100_000)
        ),
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True
    )
    count, seconds, megabytes = done.stdout.split()
    assert int(count) == 100_000
    assert float(seconds) < 30
    assert int(megabytes) < 250
