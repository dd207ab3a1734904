"""What a list of captives says about a person, and how it was laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from repatria.register.core.remarks import Remark
from repatria.shared.dates import DateOrder


class Field(StrEnum):
    """One thing that a list may say about a person."""

    ID = "id"
    FULL_NAME = "full_name"
    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    RANK = "rank"
    UNIT = "unit"
    SERVICE_NUMBER = "service_number"
    CAPTURED_ON = "captured_on"
    CAPTURED_AT = "captured_at"
    HELD_AT = "held_at"
    SEX = "sex"
    STATUS = "status"
    CALL_SIGN = "call_sign"
    NOTE = "note"


DATE_FIELDS = (Field.BIRTH_DATE, Field.CAPTURED_ON)
NAME_FIELDS = (Field.FULL_NAME, Field.FAMILY, Field.GIVEN, Field.PATRONYMIC)

How = Literal["header", "content", "given", ""]


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """Which field a column of the list was taken for, how, and how surely.

    ``part`` is ``"year"``, ``"month"`` or ``"day"`` where the column holds one
    part of a date.  A column that says two things (rank and unit) stands twice.
    ``certainty`` runs from 0 to 1; ``field`` is ``None`` and ``how`` empty for a
    column that was not understood.  ``note`` says why a likely column was left
    out.
    """

    column: str
    field: Field | None = None
    how: How = ""
    certainty: float = 0.0
    part: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a list file is laid out.

    ``header_line`` counts from 1; 0 means the file has no header row, and the
    columns are called ``column 1``, ``column 2`` ...  ``blank_lines`` were
    skipped.  ``sheets`` names all of a workbook, of which ``sheet`` was read.
    ``notes`` say, in the reader's language through ``str()``, what a
    reader of the results should know about the file.
    """

    format: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header_line: int = 0
    mapping: tuple[MappedColumn, ...] = ()
    blank_lines: int = 0
    notes: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What somebody who knows the list says about its columns.

    ``columns`` names for each field one column, or several that are joined by
    a space (for a date: day, month and year in this order).
    ``date_orders`` settles day and month.  Empty texts and ``None`` leave the
    matter to the reader of the file.
    """

    columns: Mapping[Field, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    date_orders: Mapping[Field, DateOrder] = field(
        default_factory=lambda: MappingProxyType({})
    )
    ignored: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_line: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds within which a list file is read; beyond them it is refused.

    Sizes are in bytes, ``seconds`` and ``memory`` bound the parsing of a
    workbook in its own process.
    """

    file_bytes: int = 4 * 2**30
    columns: int = 2_000
    rows: int = 20_000_000
    cells: int = 60_000_000
    unpacked_bytes: int = 2 * 2**30
    unpacked_ratio: int = 400
    sheet_text_bytes: int = 2**30
    seconds: int = 120
    memory: int = 2 * 2**30
