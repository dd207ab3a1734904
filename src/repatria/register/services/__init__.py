"""Every write of the register; one function, one act, one transaction."""

from repatria.register.services.carrying import carry_on, carry_one_on, take_apart_again
from repatria.register.services.columns import choose_columns, forget_columns
from repatria.register.services.contents import import_content
from repatria.register.services.corrections import correct_rows
from repatria.register.services.decisions import (
    Joined,
    link,
    link_all,
    separate,
    undo,
    undo_batch,
)
from repatria.register.services.differences import compare_versions
from repatria.register.services.erasing import (
    ask_for_erasure,
    confirm_erasure,
    decline_erasure,
    erase_again,
)
from repatria.register.services.importing import (
    import_again,
    perform_import,
    start_import,
    stop_those_that_died,
)
from repatria.register.services.lists import import_list
from repatria.register.services.memberships import rebuild_memberships
from repatria.register.services.parties import party_named, register_party
from repatria.register.services.persons import open_person_for_record, person_of
from repatria.register.services.receiving import receive_list
from repatria.register.services.retention import (
    keep_source_until,
    purge,
    set_retention_rule,
    would_purge,
)
from repatria.register.services.search import leave_search
from repatria.register.services.sending import (
    cases_in_sample,
    list_payload,
    prepare_list_transmission,
    sample_of_payload,
)
from repatria.register.services.statements import record_statement
from repatria.register.services.uploads import (
    changes_ahead,
    choose_sheet,
    confirm_upload,
    keep_upload,
    read_upload,
    throw_upload_away,
    version_before,
)

__all__ = [
    "Joined",
    "ask_for_erasure",
    "carry_on",
    "carry_one_on",
    "cases_in_sample",
    "changes_ahead",
    "choose_columns",
    "choose_sheet",
    "compare_versions",
    "confirm_erasure",
    "confirm_upload",
    "correct_rows",
    "decline_erasure",
    "erase_again",
    "forget_columns",
    "import_again",
    "import_content",
    "import_list",
    "keep_source_until",
    "keep_upload",
    "leave_search",
    "link",
    "link_all",
    "list_payload",
    "open_person_for_record",
    "party_named",
    "perform_import",
    "person_of",
    "prepare_list_transmission",
    "purge",
    "read_upload",
    "rebuild_memberships",
    "receive_list",
    "record_statement",
    "register_party",
    "sample_of_payload",
    "separate",
    "set_retention_rule",
    "start_import",
    "stop_those_that_died",
    "take_apart_again",
    "throw_upload_away",
    "undo",
    "undo_batch",
    "version_before",
    "would_purge",
]
