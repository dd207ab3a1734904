"""What is known of persons, their records, lists, parties and erasures.

The rest of this folder is larger and is asked for by its own name.
"""

from repatria.register.queries.records import (
    case_refs_of,
    cases_on,
    decisions_about,
    directions_of,
    erasures_of,
    erasures_waiting,
    files_with_names,
    known_senders,
    last_version,
    name_of,
    names_of,
    newest_version,
    newest_versions,
    numbers_of,
    numbers_of_each,
    party_names,
    person_called,
    records_of,
    said_to_be_held_by_both,
    sender_names,
    statements_left,
)

__all__ = [
    "case_refs_of",
    "cases_on",
    "decisions_about",
    "directions_of",
    "erasures_of",
    "erasures_waiting",
    "files_with_names",
    "known_senders",
    "last_version",
    "name_of",
    "names_of",
    "newest_version",
    "newest_versions",
    "numbers_of",
    "numbers_of_each",
    "party_names",
    "person_called",
    "records_of",
    "said_to_be_held_by_both",
    "sender_names",
    "statements_left",
]
