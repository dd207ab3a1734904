"""What later rooms may want to hear of the register, after it has been committed."""

from repatria.shared.announcements import Announcement

# Of two case numbers, ``former`` now opens the page of ``case_ref``.
merged = Announcement("register.merged")
# ``again`` is once more a person apart from ``case_ref``.
parted = Announcement("register.parted")
# Decisions (``decisions``: their numbers) were undone by ``by`` at ``at``.
undone = Announcement("register.undone")
# A version of a list (``source_file``: its key) was taken in, with all its rows.
list_imported = Announcement("register.list-imported")
# Statements (``records``: their numbers) were erased by ``erasure`` at ``at``.
erased = Announcement("register.erased")
