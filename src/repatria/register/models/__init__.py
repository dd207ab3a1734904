"""What came in, who says so, and which of it is about one person."""

from repatria.register.models.erasing import (
    Erasure,
    ErasureRecord,
    ErasureStep,
    RetentionRule,
)
from repatria.register.models.importing import (
    ColumnChoice,
    DiffRow,
    ImportJob,
    ListDiff,
    RowFault,
)
from repatria.register.models.lists import (
    LONG,
    Party,
    Source,
    SourceFile,
    Subject,
    Upload,
)
from repatria.register.models.records import (
    Decision,
    LeftSearch,
    Membership,
    Person,
    Record,
    record_owner,
)

__all__ = [
    "LONG",
    "ColumnChoice",
    "Decision",
    "DiffRow",
    "Erasure",
    "ErasureRecord",
    "ErasureStep",
    "ImportJob",
    "LeftSearch",
    "ListDiff",
    "Membership",
    "Party",
    "Person",
    "Record",
    "RetentionRule",
    "RowFault",
    "Source",
    "SourceFile",
    "Subject",
    "Upload",
    "record_owner",
]
