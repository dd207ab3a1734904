"""At the end each ledger's root is signed and held by somebody else."""

from __future__ import annotations

from repatria.access.core.roles import Role
from repatria.site.story.cast import AGENCY, NORTH, SOUTH, Stage, somebody
from repatria.site.story.installations import inside
from repatria.site.story.post import carry


def hold_checkpoints(stage: Stage) -> int:
    """Let each send the other side of its desk a checkpoint; return how many."""
    from repatria.transmission.checkpoints import send_checkpoint

    ways = ((NORTH, AGENCY), (SOUTH, AGENCY), (AGENCY, NORTH), (AGENCY, SOUTH))
    for sender, receiver in ways:
        role = Role.AGENCY_DELEGATE if sender == AGENCY else Role.REGISTRAR
        clerk = somebody(stage, sender, role)
        with inside(stage.home(sender)):
            outgoing = send_checkpoint(actor=clerk, to=receiver.code, at=stage.now())
            carry(stage, sender, outgoing)
    return len(ways)
