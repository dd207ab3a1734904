"""The hash tree of RFC 6962, section 2.1: roots, and proofs of what they cover.

A leaf's hash is SHA-256 of a zero byte and the leaf, an inner node's of a one byte
and both children; a tree of ``n`` leaves splits at the largest power of two below
``n``.  One root of 32 bytes therefore stands for every leaf, its place and their
number, and two short proofs answer what an auditor asks: is this leaf in it, and is
the older tree the beginning of the newer one?
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of one leaf."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees."""
    return sha256(b"\1" + left + right).digest()


class Growing:
    """A tree that grows leaf by leaf and keeps no leaf: only its whole subtrees.

    >>> tree = Growing()
    >>> tree.extend([b"a", b"b", b"c"])
    >>> tree.size, tree.root() == root([b"a", b"b", b"c"])
    (3, True)
    >>> Growing(3, tree.peaks()).root() == tree.root()
    True
    """

    def __init__(self, size: int = 0, peaks: bytes = b"") -> None:
        if len(peaks) != HASH_BYTES * size.bit_count():
            raise ValueError(size)
        self.size = size
        starts = range(0, len(peaks), HASH_BYTES)
        self._peaks = [peaks[start : start + HASH_BYTES] for start in starts]

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaves after those that are there."""
        size, peaks = self.size, self._peaks
        for leaf in leaves:
            grown = sha256(b"\0" + leaf).digest()
            # As many whole subtrees close as the old size ends in ones.
            left = size
            while left & 1:
                grown = sha256(b"\1" + peaks.pop() + grown).digest()
                left >>= 1
            peaks.append(grown)
            size += 1
        self.size = size

    def take_in_whole(self, leaves: int, root: bytes) -> None:
        """Add a whole subtree: so many leaves, a power of two, by their root.

        The tree so far is of whole subtrees at least as large.
        """
        if leaves & (leaves - 1) or self.size % leaves:
            raise ValueError(leaves)
        left = self.size // leaves
        while left & 1:
            root = node_hash(self._peaks.pop(), root)
            left >>= 1
        self._peaks.append(root)
        self.size += leaves

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._peaks:
            return EMPTY
        *others, whole = self._peaks
        for left in reversed(others):
            whole = node_hash(left, whole)
        return whole

    def peaks(self) -> bytes:
        """Return the roots of the whole subtrees, largest first: enough to go on."""
        return b"".join(self._peaks)


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over ``leaves``, in this order."""
    tree = Growing()
    tree.extend(leaves)
    return tree.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from leaf ``index`` to the root (section 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    size = len(leaves)
    if size == 1:
        return []
    split = _split(size)
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root(leaves[:split])]


def is_included(
    leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether the proof shows ``leaf`` at ``index`` of the tree of ``size``."""
    if not 0 <= index < size:
        return False
    here, last, whole = index, size - 1, leaf_hash(leaf)
    for sibling in proof:
        if last == 0:
            return False  # the proof is longer than the way to the root
        if here & 1 or here == last:
            whole = node_hash(sibling, whole)
            here, last = _up_past_only_children(here, last)
        else:
            whole = node_hash(whole, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and whole == root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the hashes that show the first ``old_size`` leaves to be unchanged.

    RFC 6962, section 2.1.2.  Empty where there is nothing to show: an empty old tree,
    or one of the same size.
    """
    if not 0 <= old_size <= len(leaves):
        raise IndexError(old_size)
    return _grown_from(leaves, old_size, known=True) if old_size else []


def is_consistent(
    *,
    old_size: int,
    old_root: bytes,
    new_size: int,
    new_root: bytes,
    proof: Sequence[bytes],
) -> bool:
    """Tell whether the proof shows the old tree to be the beginning of the new one."""
    if not 0 <= old_size <= new_size:
        return False
    if old_size in {0, new_size}:
        return not proof and (old_size == 0 or old_root == new_root)
    hashes = list(proof)
    if old_size.bit_count() == 1:
        hashes.insert(0, old_root)  # a whole subtree: the prover need not repeat it
    return bool(hashes) and _leads_to_both(
        hashes, old_size - 1, new_size - 1, (old_root, new_root)
    )


def _leads_to_both(
    hashes: list[bytes], here: int, last: int, roots: tuple[bytes, bytes]
) -> bool:
    here, last = _up_past_right_children(here, last)
    first, *others = hashes
    old = new = first
    for sibling in others:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            here, last = _up_past_only_children(here, last)
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and (old, new) == roots


def _grown_from(leaves: Sequence[bytes], old_size: int, *, known: bool) -> list[bytes]:
    """Prove that ``leaves`` begin with ``old_size`` of them (SUBPROOF of the RFC).

    ``known``: the verifier holds the root of just these leaves already.
    """
    size = len(leaves)
    if old_size == size:
        return [] if known else [root(leaves)]
    split = _split(size)
    if old_size <= split:
        inside = _grown_from(leaves[:split], old_size, known=known)
        return [*inside, root(leaves[split:])]
    inside = _grown_from(leaves[split:], old_size - split, known=False)
    return [*inside, root(leaves[:split])]


def _split(size: int) -> int:
    """Return the largest power of two below ``size``.

    >>> [_split(size) for size in (2, 3, 4, 5, 8, 9)]
    [1, 2, 2, 4, 4, 8]
    """
    return 1 << ((size - 1).bit_length() - 1)


def _up_past_only_children(here: int, last: int) -> tuple[int, int]:
    """Climb from a left child that has no sibling to its first real joint."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _up_past_right_children(here: int, last: int) -> tuple[int, int]:
    while here & 1:
        here, last = here >> 1, last >> 1
    return here, last
