"""An empty table to fill in, with the headers that an import knows by itself."""

from pathlib import Path

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.sheets import write_xlsx

from . import targets


def write(path: Path, person: Employee) -> None:
    """Write the table for what this person may fill; the header is in the person's language."""
    header = [str(target.label) for target in targets.for_person(person.access)]
    write_xlsx(path, header, [])
