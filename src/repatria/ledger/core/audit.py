"""Does a ledger still say what it said?  Every leaf again, every root again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from repatria.ledger.core import entries, merkle
from repatria.ledger.core.checkpoints import SignedCheckpoint
from repatria.shared.text import mark as _

AT_A_TIME = 20_000
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
    verdict = Verdict()
    tree = merkle.Growing()
    marks = _by_size(against, verdict, organisation=organisation)
    sound_until = _compare(tree, marks.pop(0, []), verdict, sound_until=0)
    for batch in _batches(rows, marks):
        tree.extend(_leaves(batch, verdict, expected=tree.size))
        here = marks.pop(tree.size, [])
        sound_until = _compare(tree, here, verdict, sound_until=sound_until)
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


def _batches(
    rows: Iterable[Plain], marks: dict[int, list[Against]]
) -> Iterator[list[Plain]]:
    """Cut the rows so that each checkpoint's size is the end of a batch."""
    left, done = iter(rows), 0
    ends = sorted(marks)
    while True:
        following = next((end for end in ends if end > done), done + AT_A_TIME)
        batch = list(islice(left, min(AT_A_TIME, following - done)))
        if not batch:
            return
        done += len(batch)
        yield batch


def _leaves(batch: list[Plain], verdict: Verdict, *, expected: int) -> list[bytes]:
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
