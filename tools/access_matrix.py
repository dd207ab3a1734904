"""Who may open what, as a page: ``docs/access-matrix.md`` from the file of rights.

    python -m tools.access_matrix          # writes it anew
    python -m tools.access_matrix --check  # fails where it is stale

Everything follows from ``access/data/rights.toml``, the addresses, and the operations;
a test opens each of them as each role and holds the program to the same rule.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent.parent / "docs" / "access-matrix.md"
# One's own account and what a page is drawn with: open to everybody signed in.
NOT_OURS = ("account/", "language/")
# The operations of programs are counted by themselves.
PROGRAMS = "api/v1/"
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<\w+>[^)]*\)")
# What stands for a parameter: nothing that any installation holds.
UNKNOWN = {"int": "987654", "str": "R-00000000", "slug": "nothing", "path": "nothing"}
# A case as a reader may meet it: entrusted or not, opened by break-glass, restricted.
STANDS = {
    "every case": (False, False, False),
    "assigned": (True, False, False),
    "break-glass": (False, True, False),
    "every restricted case": (False, False, True),
    "restricted, assigned": (True, False, True),
    "restricted, break-glass": (False, True, True),
}
HEAD = """# Who may open what

Made by `python -m tools.access_matrix` from `src/repatria/access/data/rights.toml`, the
addresses and the operations; a test fails where it is stale, and another opens every
address as every role. What it means is told in [Who may see what](access.md).

In a case's columns: ● opens, ○ opens where the case is assigned, ◌ where it is opened
by break-glass as well, – never.
"""


class Page(NamedTuple):
    """An address as it is written in ``urls.py``, and the right it needs."""

    pattern: str
    right: str | None

    @property
    def address(self) -> str:
        """An address that fits the pattern and belongs to nothing."""
        return "/" + PARAMETER.sub(
            lambda found: UNKNOWN.get(found.group(1) or "str", "nothing"), self.pattern
        )

    @property
    def has_parameters(self) -> bool:
        """Whether it is about one thing among many."""
        return bool(PARAMETER.search(self.pattern))

    def address_of(self, case_ref: str) -> str:
        """The address of this page for a case; empty where it takes anything else."""
        names = [found.group(2) for found in PARAMETER.finditer(self.pattern)]
        return (
            "/" + PARAMETER.sub(case_ref, self.pattern) if names == ["case_ref"] else ""
        )


def pages() -> list[Page]:
    """Return every page of ours."""
    return [
        page
        for page in _every()
        if not page.pattern.startswith(NOT_OURS)
        and (not page.pattern.startswith(PROGRAMS) or page.right is not None)
    ]


def _every(resolver: Any = None, start: str = "") -> Iterator[Page]:
    from django.urls import URLPattern, URLResolver, get_resolver

    for one in (resolver or get_resolver()).url_patterns:
        here = start + str(one.pattern).replace("^", "").replace("$", "")
        if isinstance(one, URLResolver):
            yield from _every(one, here)
        elif isinstance(one, URLPattern):
            yield Page(here, getattr(one.callback, "right", None))


def written() -> str:
    """Return the page."""
    from repatria.access.api.frame import OPERATIONS

    ours = sorted(pages())
    addresses = [(f"/{page.pattern}", page.right or "") for page in ours]
    operations = sorted((f"{one.method} {one.path}", one.right) for one in OPERATIONS)
    return "\n".join(
        [
            HEAD,
            "## Rights\n",
            *_rights(),
            "\n## Pages\n",
            *_table(("Address", "Right"), addresses, nothing="open to everybody"),
            "\n## Operations of programs, under `/api/v1`\n",
            *_table(("Operation", "Right"), operations, nothing="any token"),
            "",
        ]
    )


def _rights() -> Iterator[str]:
    from repatria.access.core.rights import rights

    yield "| Right | Where | Role | A case | A restricted case |"
    yield "|---|---|---|---|---|"
    for name, right in rights().items():
        where = ", ".join(sorted(right.installations))
        for role in sorted(right.roles):
            # Whatever the administrator may do shows no case: another test says so.
            of_no_case = "administrator" in right.roles
            opened = "no case" if of_no_case else _sign(name, role, restricted=False)
            hidden = "no case" if of_no_case else _sign(name, role, restricted=True)
            yield f"| `{name}` | {where} | {role} | {opened} | {hidden} |"


def _sign(name: str, role: str, *, restricted: bool) -> str:
    """Return how a case stands to a role under a right, as one sign."""
    held = [
        stands
        for stands, (entrusted, broken, secret) in STANDS.items()
        if secret is restricted and _opens(name, role, entrusted, broken, secret)
    ]
    return {0: "–", 1: "○", 2: "○ ◌", 3: "●"}[len(held)]


def _opens(name: str, role: str, *stands: bool) -> bool:
    from repatria.access.core.rights import opens, right_called
    from repatria.shared.actors import Actor

    entrusted, broken, restricted = stands
    actor = Actor("user:0", frozenset({role}))
    right = right_called(name)
    if broken and role not in right_called("access.break-glass").roles:
        broken = False
    return opens(
        right, actor, entrusted=entrusted, broken=broken, restricted=restricted
    )


def _table(
    head: tuple[str, str], rows: list[tuple[str, str]], *, nothing: str
) -> Iterator[str]:
    yield f"| {head[0]} | {head[1]} |"
    yield "|---|---|"
    for first, right in rows:
        yield f"| `{first}` | {f'`{right}`' if right else nothing} |"


def main(arguments: list[str]) -> int:
    """Write the page, or say that it is stale."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "repatria.site.settings")
    os.environ.setdefault("REPATRIA_HOME", tempfile.mkdtemp(prefix="repatria-matrix-"))
    django.setup()
    now = written()
    if "--check" in arguments:
        return int(FILE.read_text(encoding="utf-8") != now)
    FILE.write_text(now, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
