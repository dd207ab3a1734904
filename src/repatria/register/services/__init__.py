"""Every write of the register; one function, one act, one transaction."""

from repatria.register.services.decisions import (
    Joined,
    link,
    link_all,
    separate,
    undo,
    undo_batch,
)
from repatria.register.services.lists import import_list
from repatria.register.services.memberships import rebuild_memberships
from repatria.register.services.parties import party_named, register_party
from repatria.register.services.persons import open_person_for_record, person_of
from repatria.register.services.receiving import receive_list
from repatria.register.services.sending import (
    list_payload,
    prepare_list_transmission,
    sample_of_payload,
)
from repatria.register.services.statements import record_statement
from repatria.register.services.uploads import (
    changes_ahead,
    confirm_upload,
    keep_upload,
    read_upload,
    throw_upload_away,
    version_before,
)

__all__ = [
    "Joined",
    "changes_ahead",
    "confirm_upload",
    "import_list",
    "keep_upload",
    "link",
    "link_all",
    "list_payload",
    "open_person_for_record",
    "party_named",
    "person_of",
    "prepare_list_transmission",
    "read_upload",
    "rebuild_memberships",
    "receive_list",
    "record_statement",
    "register_party",
    "sample_of_payload",
    "separate",
    "throw_upload_away",
    "undo",
    "undo_batch",
    "version_before",
]
