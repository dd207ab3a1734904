"""The agency compares the lists of both sides; people decide; replies go back."""

from __future__ import annotations

from collections import Counter
from typing import Any

from repatria.access.core.roles import Role
from repatria.site.story.cast import (
    AGENCY,
    ONE,
    OTHER,
    Stage,
    somebody,
)
from repatria.site.story.installations import inside
from repatria.site.story.post import carry, signed

SURE = 0.99
WHY = "Of a hundred such proposals about one is wrong, and all can be taken back."
LOOKED_AT = 3  # pairs that somebody judges one by one


def compare(stage: Stage) -> dict[str, Any]:
    """Compare what each side says of each other's people, decide, and reply."""
    with inside(stage.home(AGENCY)):
        _allow_confirming(stage)
        directions = [_direction(stage, home) for home in (ONE, OTHER)]
    return {
        "linked": sum(told["linked"] for told in directions),
        "looked_at": sum(told["looked_at"] for told in directions),
        "verdicts": {
            word: sum(told["verdicts"].get(word, 0) for told in directions)
            for word in directions[0]["verdicts"]
        },
    }


def _allow_confirming(stage: Stage) -> None:
    """Let the delegate set from when on many are confirmed, and sign that elsewhere."""
    from repatria.matching.services import set_threshold, sign_threshold

    delegate = somebody(stage, AGENCY, Role.AGENCY_DELEGATE)
    made = set_threshold(actor=delegate, value=SURE, reason=WHY, at=stage.now())
    sign_threshold(
        actor=delegate,
        threshold=made,
        signature=signed(stage, AGENCY, made.document.encode()),
        at=stage.now(),
    )


def _direction(stage: Stage, home: str) -> dict[str, Any]:
    from repatria.matching.models import RowVerdict, Run, Verdict
    from repatria.matching.services import confirm_above
    from repatria.matching.services.runs import start_run
    from repatria.register.models import SourceFile

    officer = somebody(stage, AGENCY, Role.MATCHING_OFFICER)
    missing = SourceFile.objects.get(home=home, subject="missing")
    held = SourceFile.objects.get(home=home, subject="held")
    started = start_run(actor=officer, left=missing, right=held, at=stage.now())
    run = Run.objects.get(pk=started.pk)
    linked = confirm_above(actor=officer, run=run, threshold=SURE, at=stage.now())
    looked_at = _judge_some(stage, run)
    for file in (missing, held):
        _reply(stage, run, file)
    said = RowVerdict.objects.filter(run=run).values_list("verdict", flat=True)
    counted = Counter(said)
    words = {word.value: counted[word.value] for word in Verdict}
    return {"linked": linked, "looked_at": looked_at, "verdicts": words}


def _judge_some(stage: Stage, run: Any) -> int:
    """Let the officer settle the likeliest pairs left: one is undone again."""
    from repatria.matching.services import answers

    officer = somebody(stage, AGENCY, Role.MATCHING_OFFICER)
    left = run.pairs.filter(answer="").order_by("-probability")[:LOOKED_AT]
    for pair in left:
        answers.decide_same(actor=officer, pair=pair, at=stage.now())
    for pair in left[:1]:
        answers.undo(actor=officer, pair=pair, at=stage.now())
        answers.answer_needs_data(actor=officer, pair=pair, at=stage.now())
    return len(left)


def _reply(stage: Stage, run: Any, file: Any) -> None:
    from repatria.matching.services.replies import prepare_reply

    outgoing = prepare_reply(
        actor=somebody(stage, AGENCY, Role.AGENCY_DELEGATE),
        run=run,
        file=file,
        to=file.source.sender,
        at=stage.now(),
    )
    carry(stage, AGENCY, outgoing)
