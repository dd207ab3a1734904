"""What is known of pieces of correspondence and the rules they are answered by.

The rest of this folder is larger and is asked for by its own name.
"""

from repatria.bureau.queries.pieces import (
    ENQUIRY_CLOCK,
    ENTRIES_A_PAGE,
    ROWS_A_PAGE,
    Age,
    Wanted,
    ages_of_open,
    answer_due,
    counts_of,
    enquiry_sent,
    entries_wanted,
    entry_called,
    entry_of,
    next_serial,
    note_of,
    notes_of,
    open_pieces,
    overdue,
    page_of_entries,
    page_of_subjects,
    payload_left,
    policies,
)

__all__ = [
    "ENQUIRY_CLOCK",
    "ENTRIES_A_PAGE",
    "ROWS_A_PAGE",
    "Age",
    "Wanted",
    "ages_of_open",
    "answer_due",
    "counts_of",
    "enquiry_sent",
    "entries_wanted",
    "entry_called",
    "entry_of",
    "next_serial",
    "note_of",
    "notes_of",
    "open_pieces",
    "overdue",
    "page_of_entries",
    "page_of_subjects",
    "payload_left",
    "policies",
]
