"""Whom a family seeks, in the family's own words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Sought:
    """The person a family seeks; every part may be empty, which means not known.

    ``birth`` and ``last_heard`` stay as the family said them ("spring 2022").
    """

    family: str = ""
    given: str = ""
    patronymic: str = ""
    birth: str = ""
    unit: str = ""
    last_heard: str = ""

    @property
    def name(self) -> str:
        """Return the name as one line, in the order of a list.

        >>> Sought(family="Koval", given="Ivan").name
        'Koval Ivan'
        """
        return " ".join(filter(None, (self.family, self.given, self.patronymic)))

    def told(self) -> dict[str, str]:
        """Return what is said of the person, by the columns of a statement."""
        return {
            "family": self.family,
            "given": self.given,
            "patronymic": self.patronymic,
            "birth": self.birth,
            "unit": self.unit,
        }

    def written(self) -> str:
        """Return everything as text, to be sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, written: str) -> Sought:
        """Return what ``written`` has written.

        >>> Sought.read(Sought(family="Koval").written()).family
        'Koval'
        """
        return cls(**json.loads(written))
