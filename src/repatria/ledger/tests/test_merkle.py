"""The tree against published figures, and against whoever changes a leaf."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.ledger.core import merkle

# The reference vectors of RFC 6962's first implementation (Certificate Transparency,
# merkle_tree_test): eight leaves, the root of each beginning of them, and proofs.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}

leaves = st.lists(st.binary(max_size=40), min_size=1, max_size=70)


def unhex(hashes: list[str]) -> list[bytes]:
    return [bytes.fromhex(one) for one in hashes]


def test_no_leaves_give_the_published_root() -> None:
    told = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root([]).hex() == told


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("place", "proof"), INCLUSION.items(), ids=str)
def test_proofs_of_inclusion_are_the_published_ones(
    place: tuple[int, int], proof: list[str]
) -> None:
    index, size = place
    assert merkle.inclusion_proof(LEAVES[:size], index) == unhex(proof)
    assert merkle.is_included(
        LEAVES[index],
        index=index,
        size=size,
        proof=unhex(proof),
        root=bytes.fromhex(ROOTS[size - 1]),
    )


@pytest.mark.parametrize(("sizes", "proof"), CONSISTENCY.items(), ids=str)
def test_proofs_of_growth_are_the_published_ones(
    sizes: tuple[int, int], proof: list[str]
) -> None:
    old, new = sizes
    assert merkle.consistency_proof(LEAVES[:new], old) == unhex(proof)
    assert merkle.is_consistent(
        old_size=old,
        old_root=bytes.fromhex(ROOTS[old - 1]),
        new_size=new,
        new_root=bytes.fromhex(ROOTS[new - 1]),
        proof=unhex(proof),
    )


@given(leaves, st.data())
def test_every_leaf_can_be_shown_and_no_other(
    held: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(held) - 1))
    proof = merkle.inclusion_proof(held, index)

    def shown(leaf: bytes, at: int, hashes: list[bytes]) -> bool:
        return merkle.is_included(
            leaf, index=at, size=len(held), proof=hashes, root=merkle.root(held)
        )

    assert shown(held[index], index, proof)
    assert not shown(held[index] + b"!", index, proof)
    assert not shown(held[index], index, [*proof, merkle.EMPTY])
    assert not shown(held[index], index, proof[:-1]) or not proof
    assert not shown(held[index], len(held), proof)
    assert not shown(held[index], -1, proof)


@given(leaves, st.data())
def test_growth_can_be_shown_and_a_changed_past_cannot(
    held: list[bytes], data: st.DataObject
) -> None:
    old = data.draw(st.integers(0, len(held)))
    proof = merkle.consistency_proof(held, old)

    def grew(past: list[bytes], hashes: list[bytes]) -> bool:
        return merkle.is_consistent(
            old_size=old,
            old_root=merkle.root(past),
            new_size=len(held),
            new_root=merkle.root(held),
            proof=hashes,
        )

    assert grew(held[:old], proof)
    if old:
        changed = data.draw(st.integers(0, old - 1))
        past = [
            leaf + b"!" if i == changed else leaf for i, leaf in enumerate(held[:old])
        ]
        assert not grew(past, proof)
    assert not grew(held[:old], [*proof, merkle.EMPTY])
    assert not proof or not grew(held[:old], proof[:-1])


def test_a_tree_does_not_shrink() -> None:
    held = merkle.root(LEAVES)
    assert not merkle.is_consistent(
        old_size=8, old_root=held, new_size=7, new_root=held, proof=[]
    )
    with pytest.raises(IndexError):
        merkle.consistency_proof(LEAVES, 9)
    with pytest.raises(IndexError):
        merkle.inclusion_proof(LEAVES, 8)


@given(leaves, leaves)
def test_a_tree_goes_on_from_what_it_kept(past: list[bytes], new: list[bytes]) -> None:
    first = merkle.Growing()
    first.extend(past)
    second = merkle.Growing(first.size, first.peaks())
    second.extend(new)
    assert second.root() == merkle.root([*past, *new])


def test_what_was_kept_of_another_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="3"):
        merkle.Growing(3, bytes(32))
