"""XML read within limits: no entities, nothing from elsewhere, each element with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..faults import Fault, fault
from ..phrases import Phrase
from ..phrases import mark as _
from .limits import limits, size_within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 1 << 16

_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
    }
)


@dataclass(slots=True)
class Element:
    """An element without its namespace: tag, line, attributes, children, and its own text."""

    tag: str
    line: int
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, *tags: str) -> Iterator[Element]:
        """Give the children that have one of `tags`."""
        return (child for child in self.children if child.tag in tags)

    def first(self, tag: str) -> Element | None:
        """Give the first child that has `tag`."""
        return next(self.all(tag), None)

    def walk(self) -> Iterator[Element]:
        """Give the element and all that it holds, in the order of the file."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.children))


class _LimitError(Exception):
    """A limit was passed; holds the fault that says so."""

    def __init__(self, problem: Fault) -> None:
        self.problem = problem
        super().__init__(str(problem))


class _Builder:
    """The target of the parser: builds elements and counts them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.parser: Any = None
        self.root: Element | None = None
        self.stack: list[Element] = []
        self.texts: list[list[str]] = []
        self.count = 0
        self.most, self.deepest = limits().elements, limits().depth

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        line = self.parser.parser.CurrentLineNumber
        self.count += 1
        if self.count > self.most:
            what = Phrase(_("elements"))
            raise _LimitError(fault("too-many", self.file, line, what=what, limit=self.most))
        if len(self.stack) >= self.deepest:
            raise _LimitError(fault("too-deep", self.file, line, limit=self.deepest))
        names = {_local(name): value for name, value in attributes.items() if "}" in name}
        names |= {name: value for name, value in attributes.items() if "}" not in name}
        element = Element(_local(tag), line, names)
        if self.stack:
            self.stack[-1].children.append(element)
        else:
            self.root = element
        self.stack.append(element)
        self.texts.append([])

    def end(self, _tag: str) -> None:
        self.stack.pop().text = "".join(self.texts.pop())

    def data(self, text: str) -> None:
        self.texts[-1].append(text)

    def close(self) -> Element | None:
        return self.root


def read_xml(path: Path, root: str, faults: list[Fault]) -> Element | None:
    """Give the root element of the file at `path`, which must have the tag `root`.

    None with a fault where the file is too large or too deep, is no XML, or declares entities.
    """
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415

    from defusedxml import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import DefusedXMLParser  # noqa: PLC0415

    size = size_within(path, faults)
    if size is None:
        return None
    builder = _Builder(path.name)
    parser = DefusedXMLParser(target=builder)
    builder.parser = parser
    element: Element | None = None
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                parser.feed(block)
        element = parser.close()
    except _LimitError as error:
        faults.append(error.problem)
    except DefusedXmlException:
        line = parser.parser.CurrentLineNumber
        faults.append(fault("xml-entities", path.name, line))
    except ParseError as error:
        line = error.position[0]
        reason = str(error).split(":")[0]
        faults.append(fault("not-xml", path.name, line, reason=reason))
    except (ValueError, LookupError) as error:
        # An encoding that the parser does not know.
        faults.append(fault("not-xml", path.name, 1, reason=str(error)))
    if element is not None and element.tag != root:
        place = (path.name, element.line, None, element.tag)
        faults.append(fault("other-xml", *place, expected=root))
        return None
    return element


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def escape(text: str) -> str:
    """Give `text` as it may stand in an attribute or between tags, line ends kept.

    >>> escape('<a> & "b"')
    '&lt;a&gt; &amp; &quot;b&quot;'
    """
    return text.translate(_ESCAPES)
