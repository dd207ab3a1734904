"""What somebody has just answered, said on the next page with the way back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from repatria.access.web.requests import number_in
from repatria.matching.models import Answer
from repatria.matching.queries.queue import Queue
from repatria.shared.actors import Actor

SAID = {
    "same": gettext_lazy("Decided: one person."),
    "different": gettext_lazy("Decided: two persons."),
    "unsure": gettext_lazy("Left for somebody else: not sure."),
    "needs_data": gettext_lazy("Marked: needs data."),
    "undo": gettext_lazy("Taken back: the pair waits again."),
}
LOOKED = gettext_lazy("Kept as the first look; it takes effect with a second.")


def done(request: HttpRequest, actor: Actor) -> dict[str, Any] | None:
    """Return the reader's own answer that the address names, while it is the newest."""
    number = number_in(request, "done")
    made = Answer.objects.select_related("pair").filter(pk=number, by=actor.ref)
    answer = made.exclude(answer="").first()
    if answer is None or answer.pair.answers.filter(pk__gt=answer.pk).exists():
        return None
    said = SAID[answer.answer] if answer.takes_effect else LOOKED
    return {"answer": answer, "said": said}


def queue_in(text: str) -> Queue:
    """Return the queue that an address names; the open one where it names none."""
    return Queue(text) if text in [*Queue] else Queue.OPEN
