"""What confirming a draft does, said before it is done."""

from __future__ import annotations

from repatria.reports.core import proposals as kinds
from repatria.shared.text import mark as _

WILL_DO = {
    kinds.COUNT: _(
        "Records the number as this claimant's, beside all others. It is not taken "
        "for the truth."
    ),
    kinds.NOT_STATED: _(
        "Records that the report tells of this exchange and does not state this "
        "number. It is not worked out from the other side's."
    ),
    kinds.CONDITION: _(
        "Records a statement about conditions of captivity. It hangs on no incident."
    ),
    kinds.ALLEGATION: _("Records an allegation as this claimant's, in their words."),
    kinds.PATTERN: _(
        "Records an alleged pattern. Its instances are counted apart, one by one."
    ),
    kinds.INFERENCE: _(
        "Records what the narrator reads into a statement, apart from what its "
        "speaker said."
    ),
    kinds.UNDERTAKING: _("Records what was vowed, by whom and when."),
    kinds.ANSWER: _(
        "Records an answer beside the allegation. An answer that justifies is neither "
        "a denial nor a proof."
    ),
    kinds.EVIDENCE: _(
        "Records an item as announced, not held. Its file can be added later."
    ),
    kinds.TESTIMONY: _(
        "Keeps the testimony in this report, with no person. It reaches a person's "
        "record only by that person's consent."
    ),
}
