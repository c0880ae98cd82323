"""Partnership gaps: `GAPS` lists the kinds, `find_gaps` finds them.

Importing this loads no numpy: what computes is imported where it is used.
"""

from . import pairs  # noqa: F401 - the kinds register in this order

# isort: split
from . import dependence  # noqa: F401

# isort: split
from . import networks, coverage  # noqa: F401, I001

# isort: split
from . import quality  # noqa: F401
from .finding import find_gaps
from .ground import Ground
from .registry import GAPS, SEVERITIES, SURVEYS, Gap, GapKind, Gaps

__all__ = [
    "GAPS",
    "SEVERITIES",
    "SURVEYS",
    "Gap",
    "GapKind",
    "Gaps",
    "Ground",
    "find_gaps",
]
