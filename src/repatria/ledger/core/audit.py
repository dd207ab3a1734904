"""Does a ledger still say what it said?  Every leaf again, every root again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from repatria.ledger.core import entries, merkle
from repatria.ledger.core.checkpoints import SignedCheckpoint
from repatria.shared.pieces import pieces
from repatria.shared.text import mark as _

AT_A_TIME = 1 << 15  # a power of two: every part is one whole subtree
MOST_TOLD = 100  # findings beyond these add nothing but length


class Row(NamedTuple):
    """An entry as the database holds it."""

    number: int
    body: bytes
    salt: bytes
    leaf: bytes
    act: str
    actor: str


# The same without names: a million of them are read without making each a Row.
Plain = tuple[int, bytes, bytes, bytes, str, str]


class Finding(NamedTuple):
    """Something that does not hold: marked words and the numbers in them."""

    code: str
    what: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Against:
    """A checkpoint to hold the ledger against; ``held`` outside the installation."""

    checkpoint: SignedCheckpoint
    held: bool = False


@dataclass(slots=True)
class Verdict:
    """What an audit found: ``sound`` when nothing is wrong.

    ``agreed`` are the checkpoints that fit; ``held`` how many of those came from
    outside.  Without one, the ledger is consistent in itself and no more.
    """

    size: int = 0
    root: str = merkle.EMPTY.hex()
    agreed: int = 0
    held: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Nothing was found."""
        return not self.findings

    def tell(self, code: str, what: str, **facts: object) -> None:
        """Add a finding, unless there are more than anybody will read."""
        if len(self.findings) < MOST_TOLD:
            told = {name: str(fact) for name, fact in facts.items()}
            self.findings.append(Finding(code, what, told))


@dataclass(frozen=True, slots=True)
class Part:
    """``AT_A_TIME`` entries, the last part fewer: each held against its leaf.

    ``states`` has, for every size asked for that lies in this part, the roots of the
    whole subtrees of the part until there; the last one is the part's end.
    """

    count: int
    states: Mapping[int, bytes]
    findings: Sequence[Finding] = ()


def audit(
    rows: Iterable[Plain],
    against: Sequence[Against] = (),
    *,
    organisation: str = "",
    progress: Callable[[int], None] = lambda _done: None,
) -> Verdict:
    """Hold every entry against its leaf and every checkpoint against the tree.

    ``rows`` come in the order of their numbers.  ``organisation``, where it is known,
    is whose ledger this is: a checkpoint of somebody else's says nothing about it.
    """
    sizes = sizes_of(against)
    parts = (
        part_of(batch, first=place * AT_A_TIME, sizes=sizes)
        for place, batch in enumerate(pieces(rows, AT_A_TIME))
    )
    return audit_parts(parts, against, organisation=organisation, progress=progress)


def audit_parts(
    parts: Iterable[Part],
    against: Sequence[Against] = (),
    *,
    organisation: str = "",
    progress: Callable[[int], None] = lambda _done: None,
) -> Verdict:
    """Do the same with parts that were looked at before, perhaps by many at once."""
    verdict = Verdict()
    before = merkle.Growing()
    marks = _by_size(against, verdict, organisation=organisation)
    sound_until = _compare(before, marks.pop(0, []), verdict, sound_until=0)
    tree = before
    for part in parts:
        for finding in part.findings:
            verdict.tell(finding.code, finding.what, **finding.facts)
        for size, peaks in sorted(part.states.items()):
            tree = _grown(before, size, peaks)
            here = marks.pop(size, [])
            sound_until = _compare(tree, here, verdict, sound_until=sound_until)
        before = tree  # of whole parts, unless this was the last
        progress(tree.size)
    for size in sorted(marks):
        verdict.tell(
            "ledger.cut-short",
            _(
                "The ledger has {size} entries, but a checkpoint was made when it had "
                "{expected}: entries are missing at its end."
            ),
            size=tree.size,
            expected=size,
        )
    verdict.size, verdict.root = tree.size, tree.root().hex()
    return verdict


def _grown(before: merkle.Growing, size: int, peaks: bytes) -> merkle.Growing:
    """Return the tree of ``size`` leaves: whole parts, and a part until there."""
    if size - before.size < AT_A_TIME:
        return merkle.Growing(size, before.peaks() + peaks)
    grown = merkle.Growing(before.size, before.peaks())
    grown.take_in_whole(AT_A_TIME, peaks)
    return grown


def sizes_of(against: Sequence[Against]) -> list[int]:
    """Return the sizes at which the tree is held against a checkpoint, ascending."""
    return sorted({one.checkpoint.size for one in against})


def part_of(batch: Sequence[Plain], *, first: int, sizes: Sequence[int]) -> Part:
    """Look at one part: the entries from number ``first`` on, at most ``AT_A_TIME``."""
    verdict, tree = Verdict(), merkle.Growing()
    end = first + len(batch)
    leaves = _leaves(batch, verdict, expected=first)
    states = {}
    for size in [*(size for size in sizes if first < size < end), end]:
        tree.extend(leaves[tree.size : size - first])
        states[size] = tree.peaks()
    return Part(len(batch), states, verdict.findings)


def _by_size(
    against: Sequence[Against], verdict: Verdict, *, organisation: str
) -> dict[int, list[Against]]:
    marks: dict[int, list[Against]] = {}
    for one in against:
        checkpoint = one.checkpoint
        if not checkpoint.holds():
            verdict.tell(
                "ledger.checkpoint-forged",
                _("The checkpoint over {size} entries does not carry its signature."),
                size=checkpoint.size,
            )
        elif organisation and checkpoint.organisation != organisation:
            verdict.tell(
                "ledger.not-of-this-ledger",
                _("The checkpoint is of {theirs}, this ledger is of {whose}."),
                theirs=checkpoint.organisation,
                whose=organisation,
            )
        else:
            marks.setdefault(checkpoint.size, []).append(one)
    return marks


def _leaves(batch: Sequence[Plain], verdict: Verdict, *, expected: int) -> list[bytes]:
    leaf_of, says = entries.leaf_of, entries.says
    for number, (told, body, salt, leaf, act, actor) in enumerate(batch, expected):
        if told != number:
            verdict.tell(
                "ledger.out-of-place",
                _("Where entry {number} should be stands entry {found}."),
                number=number,
                found=told,
            )
        if leaf_of(salt, body) != leaf:
            verdict.tell(
                "ledger.entry-altered",
                _("Entry {number} was altered: it does not fit its leaf."),
                number=told,
            )
        elif not says(body, act=act, actor=actor):
            verdict.tell(
                "ledger.columns-altered",
                _("Entry {number} is listed under another act or actor than it names."),
                number=told,
            )
    return [row[3] for row in batch]


def _compare(
    tree: merkle.Growing, here: list[Against], verdict: Verdict, *, sound_until: int
) -> int:
    """Hold the tree against the checkpoints of its size; return how far it is sound."""
    whole = tree.root().hex() if here else ""
    for one in here:
        if one.checkpoint.root == whole:
            verdict.agreed += 1
            verdict.held += one.held
            sound_until = tree.size
        else:
            verdict.tell(
                "ledger.rewritten",
                _(
                    "The first {size} entries are not those that the checkpoint of "
                    "{at} was made over. Something from entry {first} to entry {last} "
                    "was changed, added, removed or moved."
                ),
                size=tree.size,
                at=one.checkpoint.at,
                first=sound_until,
                last=tree.size - 1,
            )
    return sound_until
