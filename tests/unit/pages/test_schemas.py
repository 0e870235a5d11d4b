"""The schemas of data describe every member of every file of data, and nothing else is in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from support import PUBLISHED, build_site, liveblog, make_site, update

from sitegen.cli import run
from sitegen.config import Config, Pages
from sitegen.json_value import Json
from sitegen.pages.schemas import schemas

GOLDEN = Path(__file__).parents[2] / "golden"
HOST = "https://archive.example.org/"
SCHEMAS = {asset.url: json.loads(asset.data) for asset in schemas(Config(title="x", base_url=HOST))}


def closed(schema: Json) -> Json:
    """*schema* with no member but those that it describes."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(value) for name, value in schema.items()}
    return {**found, "additionalProperties": False} if found.get("type") == "object" else found


def faults(text: str) -> Iterator[str]:
    said = json.loads(text)
    schema = closed(SCHEMAS["/data/" + said["$schema"].rpartition("/")[2]])
    assert isinstance(schema, dict)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    yield from (f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(said))


def test_the_schemas_are_schemas() -> None:
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)
    assert SCHEMAS["/data/live-blog.schema.json"]["$id"] == f"{HOST}data/live-blog.schema.json"
    assert list(schemas(Config(title="x", pages=Pages(data=False)))) == []


def test_all_data_of_the_golden_sites_is_as_they_say() -> None:
    files = sorted(GOLDEN.glob("*/expected/output/**/index.json"))
    kinds = {json.loads(file.read_text("utf-8"))["$schema"].rpartition("/")[2] for file in files}
    assert kinds == {"live-blog.schema.json", "updates.schema.json"}
    assert {str(file): found for file in files if (found := list(faults(file.read_text("utf-8"))))} == {}


def test_what_is_left_of_a_live_blog_is_as_they_say(tmp_path: Path) -> None:
    blog = liveblog("Gale", "2018-02-20", [update("2018-02-20 09:00", "It blows.", "#t0900")], id="gale", slug="gale")
    site = make_site(tmp_path, {"site.yaml": PUBLISHED + "rights: {full_text: true}\n", "content/gale.md": blog})
    build_site(site)
    file = site / "output/2018/02/20/gale/index.json"
    assert json.loads(file.read_text("utf-8"))["updates"][0]["html"] == "<p>It blows.</p>\n"
    assert list(faults(file.read_text("utf-8"))) == []
    assert run(["-C", str(site), "withhold", "gale"]) == 0
    build_site(site)
    assert list(faults(file.read_text("utf-8"))) == []
    assert json.loads(file.read_text("utf-8"))["notices"][0]["anchor"] == "t0900"


@pytest.mark.parametrize("member", ["id", "notices", "updates"])
def test_a_file_without_a_member_is_seen(member: str) -> None:
    text = next(GOLDEN.glob("one-seed/expected/output/2019/*/*/*/index.json")).read_text("utf-8")
    assert list(faults(text)) == []
    said = json.loads(text)
    del said[member]
    assert list(faults(json.dumps(said))) != []
