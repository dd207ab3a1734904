"""What later rooms may want to hear of a handover, after it has been committed."""

from repatria.shared.announcements import Announcement

# ``case_ref`` crossed, in ``exchange_ref``, ``round``, ``leg``, on the day ``on``.
crossed = Announcement("handover.crossed")
# The crossing of ``case_ref`` had been recorded by mistake.
taken_back = Announcement("handover.crossing-taken-back")
# The receipt of ``handover_ref`` is signed by both parties.
received = Announcement("handover.receipt-signed")
