from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from sitegen.config import Config
from sitegen.config_file import json_schema, parse_config, reference
from sitegen.errors import Location
from sitegen.records.fields import Field, Record, compose
from sitegen.records.nodes import Items, Mapping, Node, Scalar
from sitegen.records.tables import Kind, Table, keys
from sitegen.settings import SITE

DOCUMENT = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
MARKS = re.compile(
    r"<!-- reference: made by sitegen\.config_file\.reference\(\) -->\n(.*)<!-- end of reference -->\n", re.S
)
EXAMPLE = re.compile(r"```yaml\n(.*?)```\n", re.S)


def found(pattern: re.Pattern[str]) -> str:
    match = pattern.search(DOCUMENT)
    assert match is not None
    return match[1]


def keys_of_schema(schema: object, prefix: str = "") -> Iterator[str]:
    """The names of all properties in *schema*, with the way to them as ``tables.keys`` writes it."""
    if not isinstance(schema, dict):
        return
    for name, value in schema.get("properties", {}).items():
        yield prefix + name
        yield from keys_of_schema(value, f"{prefix}{name}.")
        lists = [shape["items"] for shape in (value, *value.get("anyOf", ())) if "items" in shape]
        for shape in [shape for items in lists for shape in items.get("anyOf", (items,))]:
            yield from keys_of_schema(shape, f"{prefix}{name}[].")


def keys_of_node(node: Node, prefix: str = "") -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, (_, value) in node.entries.items():
            yield prefix + key
            yield from keys_of_node(value, f"{prefix}{key}.")
    elif isinstance(node, Items):
        for item in node.nodes:
            yield from keys_of_node(item, f"{prefix[:-1]}[].")


def test_the_document_has_the_reference_that_the_code_makes() -> None:
    assert found(MARKS) == reference()


def test_the_example_is_right_and_shows_every_key_that_a_person_writes() -> None:
    config, problems = parse_config(found(EXAMPLE), "docs/configuration.md")
    mapping, _ = compose(found(EXAMPLE), "docs/configuration.md")
    assert problems == ()
    assert config.title == "The Minute Book"
    assert set(keys(SITE)) - set(keys_of_node(mapping)) == {"topics[].evidence"}


def test_the_reference_has_a_row_for_every_key() -> None:
    rows = [line.split(" | ") for line in reference().splitlines()[2:]]
    assert [row[0] for row in rows] == [f"| `{key}`" for key in keys(SITE)]
    assert {len(row) for row in rows} == {4}


def test_the_schema_has_the_keys_of_the_table() -> None:
    assert list(keys_of_schema(json.loads(json_schema()))) == list(keys(SITE))


def test_the_schema_says_what_may_stand_where() -> None:
    schema = json.loads(json_schema())
    properties = schema["properties"]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert (schema["required"], schema["additionalProperties"]) == (["title"], False)
    assert properties["format"] == {"description": SITE["format"].doc, "type": "integer", "default": 1}
    assert properties["published"]["default"] is True
    assert properties["order"] == {"description": SITE["order"].doc, "enum": ["oldest", "newest"], "default": "newest"}
    assert properties["topics"]["items"]["required"] == ["slug", "label"]
    assert properties["datelines"]["additionalProperties"] == {"type": "string"}


def fields_of(fields: Table) -> Iterator[Field]:
    for field in fields.values():
        yield field
        yield from fields_of(field.fields or {})


def test_every_default_is_a_value_that_its_field_takes() -> None:
    for field in fields_of(SITE):
        text = field.default or "true"
        node = Mapping({field.name: (Scalar(field.name, Location("f")), Scalar(text, Location("f")))}, Location("f"))
        record = Record(node, {field.name: field}, [])
        match field.kind:
            case Kind.BOOLEAN:
                record.boolean(field.name)
            case Kind.INTEGER if field.default:
                record.integer(field.name)
            case Kind.CHOICE if field.default:
                assert field.default in field.choices
        assert record.problems == []
        assert field.doc.endswith(".")


def test_the_config_has_a_field_for_every_key() -> None:
    assert set(Config.__dataclass_fields__) - {"database"} == set(SITE)  # which `build --data` says
