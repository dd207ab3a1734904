"""What the demonstration's story does not tell, but the documentation shows.

Played after the story in one of its installations: a list's next version, with faults;
a captivity told statement by statement; two relatives who contradict each other; an
enquiry of many names; a certificate; a case opened for a time; a file that was asked
for; an erasure that waits for a second person.  Everybody is invented.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from repatria.access.core.roles import Role
from repatria.shared.actors import Actor
from repatria.site.story.cast import AGENCY, NORTH, ONE, OTHER, SOUTH, Stage, somebody
from repatria.site.story.installations import inside

if TYPE_CHECKING:
    from repatria.register.models import SourceFile

FAULTY = (
    "SYN-L-9000001,Лис,Петро,Іванович,31.02.1984,,сол.,,,=1+1,Озерне,вигадана особа",
    "SYN-L-9000002,Koваль,Іван,,1990,,сержант,,,,Гірське,вигадана особа,зайве,ще",
)
ASKED_FOR = ("Žižka Jan, 1.1.1970", "Корж Олесь Юхимович, 04.03.1999")
PLACES = {
    "Станіслав": "Станіслав-Юрій",
    "Миколаполь": "Миколаполь, Краснянський р-н",
    "сержант": "ст. сержант",
}


class Held(NamedTuple):
    """Somebody of the register, as a statement names them."""

    case_ref: str
    family: str
    given: str
    patronymic: str
    birth: str

    @property
    def line(self) -> str:
        """Return the name and the birth date, as an enquiry has them."""
        return f"{self.family} {self.given} {self.patronymic}, {self.birth}"


def play(stage: Stage) -> dict[str, str]:
    """Play every scene in the north's installation; return where each can be seen."""
    with inside(stage.home(NORTH)):
        version, held = _next_version(stage)
        told = {"list": version, "case": held[0].case_ref}
        told |= {"bureau": _enquiry(stage), "exchange": _exchange()}
        _captivity(stage, held[0])
        told |= _relatives(stage, held[0])
        told |= {"certificate": _certificate(stage, held[0])}
        _opened(stage, held[1])
        _asked_for(stage)
    return told | _commission(stage)


def _commission(stage: Stage) -> dict[str, str]:
    """Return the commission of the story, and whom it examined first."""
    from repatria.medical.models import Commission, Examination

    with inside(stage.home(AGENCY)):
        first = Examination.objects.order_by("pk")[0]
        return {
            "commission": Commission.objects.get().ref,
            "examined": first.ref,
            "sick": first.case_ref,
        }


def _exchange() -> str:
    """Return the number of the exchange of the story, the same in every office."""
    from repatria.exchange.models import Exchange

    return Exchange.objects.latest("pk").ref


def _who(stage: Stage, role: Role) -> Actor:
    return somebody(stage, NORTH, role)


def _next_version(stage: Stage) -> tuple[str, list[Held]]:
    """Import the north's list of the missing once more: changed, with faults."""
    from repatria.register import files
    from repatria.register.engine.intake import read_content
    from repatria.register.models import SourceFile
    from repatria.register.services import lists

    first = SourceFile.objects.order_by("pk").get(
        holder=OTHER, home=ONE, subject="missing", version=1
    )
    header, *lines = files.open_source(first).decode("utf-8-sig").splitlines()
    lines = [_changed(line) for line in lines[:60]] + lines[60:-3] + [*FAULTY]
    raw = "\r\n".join((header, *lines, "")).encode()
    version = lists.take_in(
        actor=_who(stage, Role.REGISTRAR),
        one=read_content(raw, name="missing-2.csv"),
        raw=raw,
        name="missing-2.csv",
        sender=NORTH.code,
        subject="missing",
        holder=OTHER,
        home=ONE,
        said_on=first.said_on + timedelta(days=7),
        at=stage.now(),
    )
    return str(version.pk), _named(version)


def _named(version: SourceFile) -> list[Held]:
    """Return some who are named in full, as a list has them."""
    rows = version.records.select_related("membership__person").order_by("row")
    whole = rows.filter(birth__regex=r"^\d{4}-\d\d-\d\d$").exclude(patronymic="")
    return [
        Held(
            row.membership.person.case_ref,
            row.family,
            row.given,
            row.patronymic,
            row.birth,
        )
        for row in whole[:12]
    ]


def _changed(line: str) -> str:
    for was, now in PLACES.items():
        line = line.replace(was, now)
    return line


def _captivity(stage: Stage, who: Held) -> None:
    """Tell a captivity: a card, a transfer, a visit that was refused, one that came."""
    kept = _keeping(stage, who)
    kept("capture", "holder", "2022-05-14", "2022-06-12", detail="capture",
         person={"rank": "sergeant", "place": "Camp 3"},
         private={"health": "slightly-wounded"})  # fmt: skip
    kept("transfer", "holder", "2022-08-20", "2022-08-25", person={"place": "Camp 8"},
         place_from="Camp 3")  # fmt: skip
    kept("visit-refused", "neutral", "2022-09-15", "2022-09-16",
         person={"place": "Camp 8"})  # fmt: skip
    kept("seen", "witness", "2022-10-02", "2022-11-29", detail="witness",
         person={"place": "Camp 5"})  # fmt: skip
    kept("visit", "neutral", "2022-11-20", "2022-11-21", person={"place": "Camp 8"})


def _keeping(stage: Stage, who: Held) -> Callable[..., None]:
    from repatria.custody.services import Told, record_statement

    senders = {"holder": OTHER, "neutral": "agency", "witness": "witness"}
    name = {"family": who.family, "given": who.given, "birth": who.birth}

    def kept(kind: str, voice: str, on: str, said: str, **more: Any) -> None:
        told = Told(
            kind=kind,
            voice=voice,
            sender=senders[voice],
            holder=OTHER,
            home=ONE,
            happened_on=on,
            said_on=said,
            **more | {"person": name | more.get("person", {})},
        )
        record_statement(
            actor=_who(stage, Role.REGISTRAR),
            told=told,
            received_on=date.fromisoformat(said),
            at=stage.now(),
            case_ref=who.case_ref,
        )

    return kept


def _relatives(stage: Stage, who: Held) -> dict[str, str]:
    """Let two people ask after the same man, and contradict each other."""
    from repatria.access.models import Assignment, User
    from repatria.tracing import services

    liaison, at = _who(stage, Role.FAMILY_LIAISON), stage.now()
    first, second = (
        _request(stage, liaison, who, name=name, relation=relation)
        for name, relation in (("Olha Vasylenko", "spouse"), ("Iryna Bondar", "spouse"))
    )
    services.record_consent(
        actor=liaison, request=first, share="agency", given=True, said_on=at.date(),
        until=at.date() + timedelta(days=365), channels=("telephone", "letter"), at=at,
    )  # fmt: skip
    services.record_consent(
        actor=liaison, request=first, share="registers", given=False,
        said_on=at.date(), at=at,
    )  # fmt: skip
    services.record_conflict(
        actor=liaison, case_ref=who.case_ref, kind="both_next_of_kin",
        raised_by=first, other=second, at=at,
        words="Both say that they are married to him.",
    )  # fmt: skip
    services.decide_telling(
        actor=liaison, request=first, case_ref=who.case_ref, may_tell="everything",
        reason="The certificate of marriage was seen.", at=at,
    )  # fmt: skip
    letter = services.record_letter(
        actor=liaison, request=first, way="from_prisoner", form="family_news",
        text="I am well. I think of you and of the children. Write to me.",
        written_on=date(2022, 10, 20), received_on=at.date(), at=at,
    )  # fmt: skip
    Assignment.objects.create(
        user=User.objects.get(username=Role.FAMILY_LIAISON.value),
        case_ref=who.case_ref,
        assigned_by=liaison.ref,
        assigned_at=at,
    )
    return {"request": first.ref, "other-request": second.ref, "letter": letter.ref}


def _request(
    stage: Stage, liaison: Actor, who: Held, *, name: str, relation: str
) -> Any:
    from repatria.tracing import services
    from repatria.tracing.core.sought import Sought

    at = stage.now()
    request = services.record_request(
        actor=liaison, name=name, contact="+000 555 0101", relation=relation, at=at,
        sought=Sought(who.family, who.given, who.patronymic, who.birth),
    )  # fmt: skip
    services.check_requester(
        actor=liaison, requester=request.requester, holds=True, how="papers", at=at
    )
    services.link_request(
        actor=liaison, request=request, case_ref=who.case_ref, at=at,
        reasons=("name and birth agree",),
    )  # fmt: skip
    return request


def _enquiry(stage: Stage) -> str:
    """Enter an enquiry of many names that came by post; return its serial."""
    from repatria.bureau import services
    from repatria.bureau.core.pieces import Channel, Direction, Kind, Whom
    from repatria.bureau.reading import names_typed
    from repatria.register.models import SourceFile

    at = stage.now()
    held = _named(SourceFile.objects.get(holder=ONE, subject="held", version=1))
    names = (*(one.line for one in held[:6]), *ASKED_FOR)
    piece = services.Piece(
        direction=Direction.IN, kind=Kind.ENQUIRY, whom=Whom.ORGANISATION,
        correspondent=SOUTH.code, party=OTHER, channel=Channel.PAPER,
        on=(at - timedelta(days=6)).date(), their_ref="S/17",
    )  # fmt: skip
    entry = services.enter(
        actor=_who(stage, Role.REGISTRAR),
        piece=piece,
        rows=names_typed("\n".join(names)),
        at=at,
    )
    services.look_up_some(entry=entry, at=at)
    return str(entry.serial)


def _certificate(stage: Stage, who: Held) -> str:
    """Issue the certificate of a captivity; return its number."""
    from repatria.bureau import services

    issued = services.issue(
        actor=_who(stage, Role.REGISTRAR), case_ref=who.case_ref,
        to=services.To(organisation="agency"), language="en", at=stage.now(),
    )  # fmt: skip
    return str(issued.certificate.number)


def _opened(stage: Stage, who: Held) -> None:
    """Let a clinician open a case that is entrusted to somebody else."""
    from repatria.access import openings
    from repatria.access.models import User

    openings.break_glass(
        actor=_who(stage, Role.CLINICIAN),
        user=User.objects.get(username=Role.CLINICIAN.value),
        case_ref=who.case_ref,
        ground="danger",
        reason="The ward called at night: an allergy, and the colleague is away.",
        at=stage.now(),
    )


def _asked_for(stage: Stage) -> None:
    """Ask for a file, a token, rules of keeping, and an erasure: each waits."""
    from repatria.access import exports, tokens
    from repatria.access.models import User
    from repatria.register.models import Record, SourceFile
    from repatria.register.services import erasing, retention
    from repatria.register.web.downloads import offer_of

    clerk, at = _who(stage, Role.REGISTRAR), stage.now()
    exports.ask_for(
        actor=clerk, offer=offer_of(clerk, SourceFile.objects.order_by("pk")[0]),
        purpose="agency", recipient="Lake Agency", at=at,
    )  # fmt: skip
    tokens.make_token(
        actor=_who(stage, Role.ADMINISTRATOR),
        user=User.objects.get(username=Role.REGISTRAR.value),
        name="Evening import",
        scopes=("register.lists",),
        good_for=timedelta(days=90),
        at=at,
    )
    retention.set_retention_rule(
        actor=clerk, kind="request", since="said", days=3650, automatic=False,
        reasons="Ten years, as the families were told.", at=at,
    )  # fmt: skip
    last = Record.objects.order_by("-pk").select_related("membership__person")[0]
    erasing.ask_for_erasure(
        actor=clerk, case_ref=last.membership.person.case_ref, reason="asked",
        words="Asked for in writing by the man himself.", at=at,
    )  # fmt: skip
