"""What programs may say, and how much: texts, numbers, days, pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, Field

MOST = 2**53  # the largest whole number that every program counts alike
_NO_NUL = r"^[^\x00]*$"  # a sign that no database keeps
EARLIEST = date(1900, 1, 1)


def _heard_by_now(day: date) -> date:
    if not EARLIEST <= day <= datetime.now(UTC).date():
        raise ValueError("day")
    return day


Number = Annotated[int, Field(ge=1, le=MOST)]
Ref = Annotated[str, Field(min_length=1, max_length=40, pattern=_NO_NUL)]
# Of a party or an organisation: no room for anybody's name.
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
FileName = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[^/\\\x00-\x1f]+$")
]
Text = Annotated[str, Field(max_length=200, pattern=_NO_NUL)]
Filled = Annotated[str, Field(min_length=1, max_length=200, pattern=_NO_NUL)]
Reasons = Annotated[str, Field(min_length=1, max_length=1_000, pattern=_NO_NUL)]
MaybeReasons = Annotated[str, Field(max_length=1_000, pattern=_NO_NUL)]
Day = Annotated[date, AfterValidator(_heard_by_now)]  # from 1900 on, until today


class Page(Schema):
    """Where a page begins, and how much it holds."""

    after: Annotated[int, Field(ge=0, le=MOST)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100
