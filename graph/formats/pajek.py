"""Pajek networks and projects: arcs, edges, lists, matrices, two modes, named relations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from ..phrases import Phrase
from ..phrases import mark as _
from ..sheet import number_of
from ..tables import RawTables
from ..vocabulary import TIE_KINDS, usable_name
from .csvtext import read_text
from .graphs import TIE, GraphFile, Item, cells_of
from .limits import limits

if TYPE_CHECKING:
    from pathlib import Path

    from ..dataset import Dataset

GROUP = "group"

_TOKEN = re.compile(r'"([^"]*)(?:"|$)|([^\s"]+)')
_ENTITY = re.compile(r"&#(\d{1,7});", re.ASCII)
_RELATION = re.compile(r'\*\w+\s*:?\s*(\d*)\s*(?:"([^"]*)")?', re.ASCII)
_NUMBERED = re.compile(r"\s*(\d+)\s*:\s*(.*)", re.ASCII)
_DIRECTED = {
    "*arcs": True,
    "*arcslist": True,
    "*matrix": True,
    "*edges": False,
    "*edgeslist": False,
}
_NOT_READ = "\n"
_COLUMNS = {"*partition": "partition", "*vector": "vector"}


@dataclass(slots=True)
class _Tie:
    row: int
    tail: str
    head: str
    kind: str
    directed: bool
    cells: dict[str, str]


@dataclass(slots=True)
class _Network:
    """What has been read so far: actors by number, ties by number, and where the reader is."""

    file: str
    faults: list[Fault]
    size: int = 0
    first_mode: int = 0
    declared: int = 1
    counted: bool = True
    actors: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    again: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    ties: list[_Tie] = field(default_factory=list)
    relations: dict[str, str] = field(default_factory=dict)
    networks: int = 0
    section: str = ""
    kind: str = ""
    column: str = ""
    place: int = 0

    def bad_line(self, row: int, text: str, expected: str) -> None:
        """Refuse a line."""
        self.faults.append(
            fault("bad-line", self.file, row, None, text[:60], expected=Phrase(expected))
        )


def read(path: Path, name: str) -> RawTables:
    """Read the network of a ``.net`` or ``.paj`` file, with partitions and vectors as columns.

    Labels are ids where every actor has one of its own, else the numbers are. The second mode
    of a two-mode network has the kind ``group``.
    """
    faults: list[Fault] = []
    text = read_text(path, faults)
    if text is None:
        return RawTables(str(path), "pajek", name, {}, faults=tuple(faults))
    network = _Network(path.name, faults)
    _read_lines(network, text)
    if not network.declared or (not network.actors and not network.ties):
        return GraphFile.nothing(path, "pajek", name, faults, said=bool(faults))
    found = GraphFile(str(path), "pajek", name, path.name, path.name, faults=faults)
    _fill(found, network)
    return found.tables()


def _read_lines(network: _Network, text: str) -> None:
    most = limits().ties
    for row, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        plain = line.strip()
        if plain.startswith("*"):
            if not _read_heading(network, row, plain):
                return
        elif plain and not plain.startswith(("%", "#")):
            network.place += 1
            _read_line(network, row, plain)
        if len(network.ties) > most:
            what = Phrase(_("ties"))
            network.faults.append(fault("too-many", network.file, row, what=what, limit=most))
            return


def _read_heading(network: _Network, row: int, line: str) -> bool:
    """Enter the section that `line` begins; false where nothing more is to be read."""
    word = line.split(maxsplit=1)[0].casefold().split(":")[0]
    network.section, network.place = word, 0
    if word in _COLUMNS:
        title = line[len(word) :].strip() or _COLUMNS[word]
        network.column = f"{title} (file)" if title in {"id", "label"} else title
    elif word == "*vertices":
        if not network.column:
            _declare_actors(network, row, line)
    elif word in _DIRECTED:
        network.column = ""
        network.kind = _relation(network, line)
    elif word == "*network" and not network.networks:
        network.column = ""
        network.networks = 1
    else:
        network.faults.append(fault("left-out", network.file, row, None, line[:60]))
        network.column = _NOT_READ
        return word != "*network"
    return True


def _read_line(network: _Network, row: int, line: str) -> None:
    section, kind = network.section, network.kind
    if network.column == _NOT_READ:
        return
    if section == "*vertices" and network.column:
        actor = network.actors.get(str(network.place))
        if actor is None:
            network.bad_line(row, line, _("a value for each actor"))
        else:
            actor[1][network.column] = line
    elif section == "*vertices":
        _read_actor(network, row, line)
    elif section in {"*arcs", "*edges"}:
        _read_tie(network, row, line, kind, directed=_DIRECTED[section])
    elif section in {"*arcslist", "*edgeslist"}:
        _read_list(network, row, line, kind, directed=_DIRECTED[section])
    elif section == "*matrix":
        _read_matrix_row(network, row, line, kind)


def _tokens(text: str) -> list[str]:
    return [unquoted(inside or bare) for inside, bare in _TOKEN.findall(text)]


def unquoted(text: str) -> str:
    """Give `text` with the letters that entities stand for."""
    return _ENTITY.sub(_letter, text)


def _letter(found: re.Match[str]) -> str:
    code = int(found[1])
    return chr(code) if code < 0x110000 else found[0]  # noqa: PLR2004 - the last of Unicode


def _declare_actors(network: _Network, row: int, line: str) -> None:
    numbers = line.split()[1:3]
    network.counted = bool(numbers)
    if not all(number.isascii() and number.isdecimal() for number in numbers):
        network.bad_line(row, line, _("the number of actors"))
        return
    if not numbers:
        return
    most = limits().actors
    sizes = [int(number) if len(number) < 12 else most + 1 for number in numbers]  # noqa: PLR2004
    if max(sizes) > most:
        what = Phrase(_("actors"))
        network.faults.append(fault("too-many", network.file, row, what=what, limit=most))
        network.declared = 0
        return
    network.size = sizes[0]
    network.first_mode = sizes[1] if len(sizes) > 1 else 0
    for number in range(1, network.size + 1):
        network.actors.setdefault(str(number), (row, {}))


def _relation(network: _Network, line: str) -> str:
    found = _RELATION.match(line)
    number, name = (found[1], found[2]) if found else ("", None)
    if name:
        name = unquoted(name)
        network.relations[number] = name
    return name or network.relations.get(number) or (f"relation {number}" if number else "")


def _read_actor(network: _Network, row: int, line: str) -> None:
    number, *rest = _tokens(line)
    if not network.counted and number.isdecimal() and len(network.actors) < limits().actors:
        # Infomap's files do not say how many actors there are.
        network.actors.setdefault(number, (row, {}))
    if number not in network.actors:
        network.bad_line(row, line, _("a number up to that of the actors, and a label"))
        return
    cells = {"label": rest[0]} if rest else {}
    rest = rest[1:]
    for axis in "xyz":
        if rest and number_of(rest[0]) is not None:
            cells[axis] = rest.pop(0)
    if rest:
        cells["look"] = " ".join(rest)
    if network.actors[number][1]:
        network.again.append((row, {**cells, "id": number}))
    else:
        network.actors[number] = (row, cells)


def _read_tie(network: _Network, row: int, line: str, kind: str, *, directed: bool) -> None:
    numbered = _NUMBERED.fullmatch(line)
    if numbered:
        kind = network.relations.get(numbered[1]) or f"relation {numbered[1]}"
        line = numbered[2]
    tail, head, *rest = [*_tokens(line), "", ""][: max(2, len(_tokens(line)))]
    if not tail or not head:
        network.bad_line(row, line, _("two numbers of actors, and a value if wanted"))
        return
    cells: dict[str, str] = {}
    if rest and number_of(rest[0]) is not None:
        cells["weight"] = rest.pop(0)
    if "l" in rest[:-1]:
        at = rest.index("l")
        cells["label"] = rest[at + 1]
        del rest[at : at + 2]
    if rest:
        cells["look"] = " ".join(rest)
    network.ties.append(_Tie(row, tail, head, kind, directed, cells))


def _read_list(network: _Network, row: int, line: str, kind: str, *, directed: bool) -> None:
    tail, *heads = _tokens(line)
    # A minus before the first number marks its list in some files; the number is what counts.
    tail = tail.removeprefix("-")
    if not heads and tail not in network.actors:
        network.bad_line(row, line, _("two numbers of actors, and a value if wanted"))
    network.ties += [_Tie(row, tail, head, kind, directed, {}) for head in heads]


def _read_matrix_row(network: _Network, row: int, line: str, kind: str) -> None:
    place = network.place
    values = line.split()
    rows = network.first_mode or network.size
    width = network.size - network.first_mode
    if place > rows or len(values) != width or any(number_of(value) is None for value in values):
        network.bad_line(row, line, _("a row of the matrix, a number for each column"))
        return
    for at, value in enumerate(values, start=network.first_mode + 1):
        if number_of(value) != 0:
            cells = {"weight": value}
            network.ties.append(_Tie(row, str(place), str(at), kind, True, cells))


def _fill(found: GraphFile, network: _Network) -> None:
    labels = [cells.get("label", "") for _row, cells in network.actors.values()]
    named = all(label.strip() for label in labels) and len(set(labels)) == len(labels)
    if not named:
        found.say("numbers-as-ids", network.file)
    names = dict(zip(network.actors, labels if named else network.actors, strict=True))
    kinds = {number: _mode(network, number) for number in network.actors}
    for number, (row, cells) in network.actors.items():
        found.actors.append(Item(row, {**kinds[number], **cells, "id": names[number]}))
    for row, cells in network.again:
        number = cells["id"]
        found.actors.append(Item(row, {**cells, **kinds[number], "id": names[number]}))
    taken = set(names.values())
    for tie in network.ties:
        ends = {
            end: names.get(number) or _stranger(number, taken)
            for end, number in (("from", tie.tail), ("to", tie.head))
        }
        kind = {"kind": tie.kind} if tie.kind else {}
        found.ties.append(Item(tie.row, {**ends, **kind, **tie.cells}, tie.directed))
    if network.first_mode:
        found.metadata["actor_kinds"] = [{"name": GROUP, "two_mode": True}]
        directions = {tie.kind or TIE: tie.directed for tie in network.ties}
        found.metadata["tie_kinds"] = [
            {"name": kind, "directed": directed, "two_mode": True}
            for kind, directed in directions.items()
            if kind not in TIE_KINDS and usable_name(kind)
        ]


def _mode(network: _Network, number: str) -> dict[str, str]:
    second = network.first_mode and int(number) > network.first_mode
    return {"kind": GROUP} if second else {}


def _stranger(number: str, taken: set[str]) -> str:
    """Give a name that is no actor's, so that the checks find the end unknown."""
    name = f"#{number}"
    while name in taken:
        name = f"#{name}"
    return name


def write(data: Dataset) -> bytes:
    """Give a dataset as a Pajek network: ids as labels, kinds of ties as relations, weights.

    Everything else has no place in a network of Pajek and is left out.
    """
    ids = data.actors["id"].tolist()
    numbers = {name: at for at, name in enumerate(ids, start=1)}
    lines = [f"*Network {quoted(data.name)[1:-1]}", f"*Vertices {len(ids)}"]
    lines += [f"{at} {quoted(name)}" for name, at in numbers.items()]
    ties = data.ties
    for relation, kind in enumerate(dict.fromkeys(ties["kind"]), start=1):
        word = "Arcs" if data.tie_kind(kind).directed else "Edges"
        lines.append(f"*{word} :{relation} {quoted(kind)}")
        for row in ties[ties["kind"] == kind].to_dict("records"):
            cells = cells_of(row)
            ends = f"{numbers[cells['from']]} {numbers[cells['to']]}"
            lines.append(f"{ends} {cells['weight']}" if "weight" in cells else ends)
    return "\n".join([*lines, ""]).encode()


def quoted(text: str) -> str:
    """Give `text` between quotation marks; what would break them is written as Pajek does.

    >>> quoted('a "b"')
    '"a &#34;b&#34;"'
    """
    text = text.replace("&#", "&#38;#")
    return '"' + re.sub(r'["\s]', _entity, text) + '"'


def _entity(found: re.Match[str]) -> str:
    return " " if found[0] == " " else f"&#{ord(found[0])};"
