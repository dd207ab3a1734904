"""At the end each ledger's root is signed and held by somebody else."""

from __future__ import annotations

from repatria.site.story.cast import AGENCY, NORTH, SOUTH, Stage
from repatria.site.story.installations import inside
from repatria.site.story.post import carry, clerk


def hold_checkpoints(stage: Stage) -> int:
    """Let each send the other side of its desk a checkpoint; return how many."""
    from repatria.transmission.checkpoints import send_checkpoint

    ways = ((NORTH, AGENCY), (SOUTH, AGENCY), (AGENCY, NORTH), (AGENCY, SOUTH))
    for sender, receiver in ways:
        actor = clerk(stage, sender)
        with inside(stage.home(sender)):
            outgoing = send_checkpoint(actor=actor, to=receiver.code, at=stage.now())
            carry(stage, sender, outgoing)
    return len(ways)
