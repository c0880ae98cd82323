"""The kinds that an import gives to actors, groups and ties."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..vocabulary import TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of actors, groups and ties; ``roles`` gives the kind of tie of some roles.

    ``directed`` says of kinds that alianza does not know whether their ties have a direction.
    """

    actor: str = "city"
    group: str = "network"
    tie: str = "membership"
    roles: Mapping[str, str] = field(default_factory=dict)
    directed: bool = False

    def of_role(self, role: str) -> str:
        """Give the kind of the ties with this role."""
        return self.roles.get(role, self.tie)

    def is_directed(self, kind: str) -> bool:
        """Tell whether ties of a kind have a direction."""
        known = TIE_KINDS.get(kind)
        return known.directed if known is not None else self.directed

    def ties(self) -> dict[str, bool]:
        """Give every kind of tie and whether its ties have a direction."""
        return {kind: self.is_directed(kind) for kind in (self.tie, *self.roles.values())}
