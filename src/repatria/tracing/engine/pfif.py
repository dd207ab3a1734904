"""Reading and writing PFIF files: XML in, elements with their lines out.

A file that declares a document type is refused unread: entities, also harmless ones,
have no place in PFIF, and those from outside or by the million are attacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from lxml import etree

from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.tracing.core.errors import PfifUnreadableError
from repatria.tracing.core.pfif import (
    NAMESPACE,
    NOTE_FIELDS,
    PERSON_FIELDS,
    Element,
)

MOST_BYTES = 64 * 2**20
_KNOWN = {"person": PERSON_FIELDS, "note": NOTE_FIELDS}
_TYPED = _("it declares a document type, in which entities may hide")
_NO_XML = _("it is no sound XML (line {line})")
_OTHER = _("its root is not pfif of {namespace}")
_LARGE = _("it is larger than {most} MB")
_PARSER = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def read_pfif(content: bytes, *, file: str) -> list[Element]:
    """Return the persons and notes of a PFIF 1.4 file, in its order.

    Raises ``PfifUnreadableError`` for what is no such file, with the line.
    """
    if len(content) > MOST_BYTES:
        raise _refused(file, _LARGE, most=MOST_BYTES // 2**20)
    _refuse_types(content, file=file)
    root = _root(content, file=file)
    if root.tag != _tag("pfif"):
        raise _refused(file, _OTHER, namespace=NAMESPACE)
    return list(_elements(root))


def _refuse_types(content: bytes, *, file: str) -> None:
    """Refuse a file with a document type before a tree is built of it."""
    parser = etree.XMLPullParser(["start"], **_PARSER)
    try:
        for start in range(0, len(content), 4096):
            parser.feed(content[start : start + 4096])
            for _event, element in parser.read_events():
                if element.getroottree().docinfo.internalDTD is not None:
                    raise _refused(file, _TYPED)
                return
    except etree.XMLSyntaxError as fault:
        if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
            raise _refused(file, _TYPED) from fault
        raise _refused(file, _NO_XML, line=fault.lineno or 1) from fault


def _root(content: bytes, *, file: str) -> etree._Element:
    try:
        tree = etree.parse(BytesIO(content), etree.XMLParser(**_PARSER))
    except etree.XMLSyntaxError as fault:
        raise _refused(file, _NO_XML, line=fault.lineno or 1) from fault
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise _refused(file, _TYPED)
    return tree.getroot()


def _elements(root: etree._Element) -> Iterator[Element]:
    for child in root:
        if child.tag in {_tag("person"), _tag("note")}:
            yield _element(child)


def _element(node: etree._Element, *, person: str = "") -> Element:
    """Return one element; a note inside a person is on that person."""
    kind = _plain(node.tag)
    fields: dict[str, str] = {"person_record_id": person} if person else {}
    unknown, twice, notes = [], [], []
    for child in node:
        name = _plain(child.tag)
        if kind == "person" and child.tag == _tag("note"):
            notes.append(child)
        elif child.tag != _tag(name) or name not in _KNOWN[kind] or len(child):
            unknown.append(name)
        elif name in fields and not (person and name == "person_record_id"):
            twice.append(name)
        else:
            fields[name] = (child.text or "").strip()
    own = fields.get("person_record_id", "")
    return Element(
        kind=kind,
        line=node.sourceline or 0,
        fields=fields,
        verbatim=etree.tostring(node, encoding="unicode", with_tail=False),
        notes=tuple(_element(note, person=own) for note in notes),
        unknown=tuple(unknown),
        twice=tuple(twice),
    )


def write_pfif(persons: Iterable[Mapping[str, str]], *, mark: str = "") -> bytes:
    """Return person records as a PFIF 1.4 file; ``mark`` stands in it as a comment."""
    root = etree.Element(_tag("pfif"), nsmap={"pfif": NAMESPACE})
    if mark:
        # Two hyphens would end a comment.
        root.append(etree.Comment(clean(mark).replace("--", "- -")))
    for told in persons:
        person = etree.SubElement(root, _tag("person"))
        for name in PERSON_FIELDS:
            if told.get(name):
                etree.SubElement(person, _tag(name)).text = clean(told[name])
    written: bytes = etree.tostring(
        root, encoding="utf-8", xml_declaration=True, pretty_print=True
    )
    return written


def clean(text: str) -> str:
    """Return a text without the signs that XML cannot hold."""
    return "".join(sign for sign in text if _may_stand(ord(sign)))


def _may_stand(code: int) -> bool:
    return (
        code in {0x9, 0xA, 0xD}
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or code >= 0x10000
    )


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _plain(tag: object) -> str:
    name: str = etree.QName(str(tag)).localname
    return name


def _refused(file: str, why: str, **facts: object) -> PfifUnreadableError:
    return PfifUnreadableError(file=file, why=say(why, **facts))
