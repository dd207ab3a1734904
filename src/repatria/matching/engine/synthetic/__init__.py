"""Lists of synthetic persons with a known truth, for trying and measuring matching.

Nothing here is shared with the code that reads names: stems, endings, schemes
and rules were compiled for this package alone, so that a measurement on its
lists is no recital of the reader's own tables.
"""

from repatria.matching.engine.synthetic.lists import Generated, generate
from repatria.matching.engine.synthetic.people import Captures
from repatria.matching.engine.synthetic.sides import PRESETS, ErrorModel, Side
from repatria.matching.engine.synthetic.vocabulary import Vocabulary, own_vocabulary

__all__ = [
    "PRESETS",
    "Captures",
    "ErrorModel",
    "Generated",
    "Side",
    "Vocabulary",
    "generate",
    "own_vocabulary",
]
