"""What can be wrong with a file of rows. Each error is a sentence: what happened, what to do."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.text.errors import Unreadable


class SheetError(Unreadable):
    """The file, or a row of it, cannot be taken."""


class UnsafeFile(SheetError):
    """The file is refused before it is read: a zip bomb, a password, a trick."""


class FileTooBig(SheetError):
    """More bytes, columns or cells than are read at once."""


class DamagedFile(SheetError):
    """The file is of a known kind, but broken."""

    def __init__(self) -> None:
        super().__init__(
            _("The file is damaged. Open it in a spreadsheet program, save it again and retry.")
        )


class UnreadableFile(SheetError):
    """The reader gave up: it crashed, or ran out of the time or memory it is allowed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The file cannot be read: it is broken, or single values stand very far from the "
                "table. Copy the table into a new spreadsheet and upload that."
            )
        )


class EmptyFile(SheetError):
    """The file has no content at all."""

    def __init__(self) -> None:
        super().__init__(
            _("The file is empty. Save it again in a spreadsheet program, or choose another.")
        )


class NotATable(SheetError):
    """The file is of no kind that holds rows."""

    def __init__(self) -> None:
        super().__init__(
            _("This is not a file of rows. Save it as .xlsx or .csv in a spreadsheet program.")
        )


class NoSuchSheet(SheetError):
    """The workbook has no sheet of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(_("The file has no sheet “%(name)s”. Choose another."), name=name)


class CellTooLong(SheetError):
    """A cell holds more text than a spreadsheet can."""

    def __init__(self, *, column: str, length: int) -> None:
        super().__init__(
            _("Column %(column)s holds %(length)s characters; at most 32767 are possible."),
            column=column,
            length=length,
        )


class RowTooWide(SheetError):
    """A row of a text file has more values than the header has names."""

    def __init__(self, *, values: int, names: int) -> None:
        super().__init__(
            _(
                "The row has %(values)s values, the header %(names)s. A value that contains the "
                "separator must stand in quotes."
            ),
            values=values,
            names=names,
        )


def password_protected() -> UnsafeFile:
    """The error for encrypted workbooks of every kind."""
    return UnsafeFile(
        _("The file is protected with a password. Remove the password and upload it again.")
    )


def too_many_columns(most: int) -> FileTooBig:
    """The error for a row of more than `most` values."""
    return FileTooBig(
        _("The file has more than %(most)s columns. Delete those that are not needed."), most=most
    )


def too_many_cells(most: int) -> FileTooBig:
    """The error for a sheet whose outer bounds hold more than `most` cells."""
    return FileTooBig(
        _(
            "The sheet is too large: at most %(most)s cells are read. Delete stray values far "
            "from the table, or split the file."
        ),
        most=most,
    )
