"""What later rooms may want to hear of the register, after it has been committed."""

from repatria.shared.announcements import Announcement

# Of two case numbers, ``former`` now opens the page of ``case_ref``.
merged = Announcement("register.merged")
# ``again`` is once more a person apart from ``case_ref``.
parted = Announcement("register.parted")
# Decisions (``decisions``: their numbers) were undone by ``by`` at ``at``.
undone = Announcement("register.undone")
