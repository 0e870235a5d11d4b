"""Tables of fields: what a record of YAML may hold, in one form for its reader, its docs and its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from sitegen.json_value import Json


class Kind(Enum):
    """What the value of a field may be, as the docs say it."""

    TEXT = "text"
    INTEGER = "whole number"
    BOOLEAN = "true or false"
    DATE = "date"
    MOMENT = "date, time and offset"
    CHOICE = "one word"
    TEXTS = "list of texts"
    RECORD = "keys with values"
    RECORDS = "list of records"
    MIXED = "list of texts or records"
    PAIRS = "names with texts"


@dataclass(frozen=True, slots=True)
class Field:
    """A key that a record may have. *doc* is Markdown for whoever writes the file.

    *default* is the value that an absent key has, in YAML's notation; "" where it is empty, or where *doc* says it.
    *choices* are the words of a CHOICE; *fields* is the table of a RECORD, RECORDS or MIXED.
    """

    name: str
    kind: Kind
    doc: str
    default: str = ""
    choices: tuple[str, ...] = ()
    fields: Table | None = None
    required: bool = False


Table = dict[str, Field]
"""The fields of a record, by name, in the order of the docs."""


def table(*fields: Field) -> Table:
    """The table of *fields*."""
    return {field.name: field for field in fields}


def reference(fields: Table) -> str:
    """*fields* and the fields of their records as a Markdown table, a row each, ending with a line end."""
    head = "| Key | Value | Default | Meaning |\n| --- | --- | --- | --- |\n"
    return head + "".join(f"| {' | '.join(cells)} |\n" for cells in _rows(fields, ""))


def keys(fields: Table, prefix: str = "") -> Iterator[str]:
    """The name of every field, those of records with the way to them: ``topics[].slug``."""
    for field in fields.values():
        yield prefix + field.name
        if field.fields is not None:
            yield from keys(field.fields, f"{prefix}{field.name}{_JOINTS[field.kind]}")


def json_schema(fields: Table, title: str) -> str:
    """The JSON Schema (2020-12) of a record of *fields*, indented, keys in the order of the table, with a line end."""
    schema: dict[str, Json] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps(schema | _object(fields), indent=2, ensure_ascii=False) + "\n"


_JOINTS = {Kind.RECORD: ".", Kind.RECORDS: "[].", Kind.MIXED: "[]."}


def _rows(fields: Table, prefix: str) -> Iterator[tuple[str, str, str, str]]:
    for field in fields.values():
        value = " or ".join(f"`{word}`" for word in field.choices) or field.kind.value
        default = "must be given" if field.required else f"`{field.default}`" if field.default else ""
        yield f"`{prefix}{field.name}`", value, default, field.doc
        if field.fields is not None:
            yield from _rows(field.fields, f"{prefix}{field.name}{_JOINTS[field.kind]}")


def _object(fields: Table) -> dict[str, Json]:
    properties: dict[str, Json] = {field.name: _property(field) for field in fields.values()}
    required: list[Json] = [field.name for field in fields.values() if field.required]
    schema: dict[str, Json] = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | {"required": required} if required else schema


def _property(field: Field) -> Json:
    schema = {"description": field.doc} | _shape(field)
    if field.default:
        schema["default"] = _default(field)
    return schema


def _default(field: Field) -> Json:
    if field.kind is Kind.INTEGER:
        return int(field.default)
    return field.default == "true" if field.kind is Kind.BOOLEAN else field.default


def _shape(field: Field) -> dict[str, Json]:
    """The part of *field*'s schema that says which values fit."""
    text: dict[str, Json] = {"type": "string"}
    record = _object(field.fields) if field.fields is not None else text
    item: Json = {"anyOf": [text, record]}
    match field.kind:
        case Kind.TEXT:
            return text
        case Kind.INTEGER:
            return {"type": "integer"}
        case Kind.BOOLEAN:
            return {"type": "boolean"}
        case Kind.DATE:
            return text | {"format": "date"}
        case Kind.MOMENT:
            return text | {"format": "date-time"}
        case Kind.CHOICE:
            return {"enum": list(field.choices)}
        case Kind.TEXTS:
            return {"anyOf": [text, {"type": "array", "items": text}]}
        case Kind.RECORD:
            return record
        case Kind.RECORDS:
            return {"type": "array", "items": record}
        case Kind.MIXED:
            return {"anyOf": [text, record, {"type": "array", "items": item}]}
        case Kind.PAIRS:
            return {"type": "object", "additionalProperties": text}
