"""Ask every operation for programs what nobody would ask, and look at the answers.

``python -m tests.fuzz_api --examples 500`` does it at length, on an invented
installation in a folder that is thrown away, and says what was answered how often.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

if TYPE_CHECKING:
    from tests.programs import World

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
DESCRIPTION = "/api/v1/openapi.json"
ANYBODY = ("registrar",)  # who asks where any token will do


def fuzz(world: World, *, examples: int) -> Counter[tuple[str, int]]:
    """Ask each operation with the token of each role that may.

    Half of what is sent is as the description says, half is not; half of the numbers
    are of something that is there.  Returns how often each status was answered; raises
    schemathesis's failures.
    """
    from django.core.wsgi import get_wsgi_application

    told: Counter[tuple[str, int]] = Counter()
    schema = schemathesis.openapi.from_wsgi(DESCRIPTION, get_wsgi_application())
    for result in schema.get_all_operations():
        operation = cast(Any, result).ok()
        for role in _who_may(operation.definition.raw["x-right"]):
            for mode in GenerationMode:
                _ask(operation, mode, role, world, examples, told)
    return told


def _who_may(right: str) -> Iterator[str]:
    from repatria.access.core.rights import right_called
    from repatria.access.core.roles import roles_in

    if not right:
        yield from ANYBODY
        return
    held = right_called(right).roles
    here = [role.value for role in roles_in("party") if role.value in held]
    yield from here or ANYBODY  # what only an agency offers is not there for anybody


def _ask(
    operation: Any,
    mode: GenerationMode,
    role: str,
    world: World,
    examples: int,
    told: Counter[tuple[str, int]],
) -> None:
    label = f"{operation.method.upper()} {operation.path}"

    @seed(1)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    def one(case: Any, real: bool) -> None:  # noqa: FBT001  (drawn, not passed)
        if real:
            _point_at_what_is_there(case, world)
        headers = {"Authorization": f"Bearer {world.secrets[role]}"}
        headers |= {"Idempotency-Key": uuid4().hex} if operation.method != "get" else {}
        case.headers.update(headers)  # whatever stood there
        answer = case.call()
        told[label, answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    one()


def _point_at_what_is_there(case: Any, world: World) -> None:
    numbers, words = world.numbers(case.operation.path), world.told(case.operation.path)
    for place, known in (
        (case.path_parameters, numbers),
        (case.query, words),
        (case.body, words),
    ):
        if isinstance(place, dict):
            place.update({name: known[name] for name in place.keys() & known.keys()})


def main() -> None:
    """Do it at length, on an installation of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--examples", type=int, default=500)
    examples = parser.parse_args().examples
    with tempfile.TemporaryDirectory() as home:
        os.environ["REPATRIA_HOME"] = home
        os.environ["REPATRIA_API_A_MINUTE"] = "1000000"
        os.environ["DJANGO_SETTINGS_MODULE"] = "repatria.site.settings"
        world = _served(Path(home))
        clock = time.perf_counter()
        told = fuzz(world, examples=examples)
    for (label, status), times in sorted(told.items()):
        sys.stdout.write(f"{times:7} {status} {label}\n")
    sys.stdout.write(f"{sum(told.values())} in {time.perf_counter() - clock:.0f} s\n")


def _served(home: Path) -> World:
    import django

    django.setup()
    from django.core.management import call_command

    from repatria.access import links, services
    from repatria.site.home import prepare
    from tests import programs

    prepare(home)
    call_command("migrate", verbosity=0, interactive=False)
    services.set_up(
        actor=links.SERVER, code="north", name="Norland Bureau", kind="party",
        party="NORLAND", synthetic=True, at=programs.AT,
    )  # fmt: skip
    return programs.filled()


if __name__ == "__main__":
    main()
