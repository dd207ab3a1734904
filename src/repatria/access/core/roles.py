"""The roles people hold in one organisation's installation."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from repatria.shared.text import mark as _


class Role(StrEnum):
    """What somebody is there to do.  The administrator sees no case."""

    ADMINISTRATOR = "administrator"
    REGISTRAR = "registrar"
    MATCHING_OFFICER = "matching-officer"
    NEGOTIATOR = "negotiator"
    HANDOVER_OFFICER = "handover-officer"
    FAMILY_LIAISON = "family-liaison"
    NEUTRAL_INTERVIEWER = "neutral-interviewer"
    CLINICIAN = "clinician"
    COMMISSION_DOCTOR = "commission-doctor"
    DEBRIEFER = "debriefer"
    INVESTIGATOR = "investigator"
    PUBLICATION_OFFICER = "publication-officer"
    AGENCY_DELEGATE = "agency-delegate"
    AUDITOR = "auditor"


ROLE_NAMES = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.REGISTRAR: _("Registrar"),
    Role.MATCHING_OFFICER: _("Matching officer"),
    Role.NEGOTIATOR: _("Negotiator"),
    Role.HANDOVER_OFFICER: _("Handover officer"),
    Role.FAMILY_LIAISON: _("Family liaison"),
    Role.NEUTRAL_INTERVIEWER: _("Neutral interviewer"),
    Role.CLINICIAN: _("Clinician"),
    Role.COMMISSION_DOCTOR: _("Commission doctor"),
    Role.DEBRIEFER: _("Debriefer"),
    Role.INVESTIGATOR: _("Investigator"),
    Role.PUBLICATION_OFFICER: _("Publication officer"),
    Role.AGENCY_DELEGATE: _("Agency delegate"),
    Role.AUDITOR: _("Auditor"),
}
# Roles of the neutral agency alone: a party's installation has nobody who holds them.
OF_THE_AGENCY = frozenset({Role.NEUTRAL_INTERVIEWER, Role.AGENCY_DELEGATE})


def roles_in(kind: str) -> list[Role]:
    """Return the roles that exist in an installation, "party" or "agency"."""
    return [role for role in Role if kind == "agency" or role not in OF_THE_AGENCY]


def roles_to_give(*, kind: str, held: Iterable[str]) -> list[Role]:
    """Return the roles that somebody who holds ``held`` may be given.

    ``kind`` is that of the installation.  The administrator sees no case, and so
    holds no other role; nor does anybody else become administrator beside theirs.

    >>> roles_to_give(kind="party", held=["administrator"])
    []
    """
    now = set(held)
    if Role.ADMINISTRATOR in now:
        return []
    return [
        role
        for role in roles_in(kind)
        if role not in now and not (now and role is Role.ADMINISTRATOR)
    ]
