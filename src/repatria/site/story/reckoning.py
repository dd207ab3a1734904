"""After both rounds each side sets every count beside the others."""

from __future__ import annotations

from repatria.access.core.roles import Role
from repatria.site.story.agreement import tell_the_others
from repatria.site.story.cast import AGENCY, NORTH, SOUTH, Stage, somebody
from repatria.site.story.installations import inside


def reconcile(stage: Stage, exchange_ref: str) -> int:
    """Let each auditor reconcile both rounds and tell the others; return how many."""
    from repatria.exchange.models import Round
    from repatria.exchange.services import course

    reconciled = 0
    for one in (SOUTH, NORTH, AGENCY):
        auditor = somebody(stage, one, Role.AUDITOR)
        with inside(stage.home(one)):
            for held in Round.objects.filter(exchange__ref=exchange_ref):
                course.reconcile(actor=auditor, held=held, at=stage.now())
                tell_the_others(stage, one, held)
                reconciled += 1
    return reconciled
