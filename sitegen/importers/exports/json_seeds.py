"""Seeds that are JSON: what their first bytes tell, their whole value or the place where they break, and typed looks in it.

A new format in JSON needs three of these: `glimpse` tells it by the keys it opens with, `read_json` gives its value, and
`text_at`, `objects_at` and their like look into that. Instants are read by `moments`.

Nobody vouches for a seed: any key may be missing or hold another type. So nothing here raises, and a look at a place that
is not there, or is of another type, gives the empty value of the type asked for.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sitegen.errors import Location, Problem
from sitegen.importers.seeds import SNIFFED, Seed
from sitegen.importers.text.plain_text import decode
from sitegen.json_value import Json
from sitegen.patterns import Pattern

MOST_NESTED = 100
"""Lists and objects in each other: real seeds have 20 or fewer, and Python's parser stops at some hundreds."""
_MOST_DIGITS = 18  # of a whole number: an id or a time; longer ones are no number that anyone counts with
_NAMES = frozenset({".json", ".jsonl", ".ndjson", ".geojson", ".js", ".txt", ""})
_TOKEN = Pattern(r'"(?:((?:[^"\\]|\\.)*+)")?|[\[\]{}:,]|[^\s"\[\]{}:,]+')
_LANGUAGE = Pattern(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_ESCAPED_HALF = Pattern(r"\\u[dD][89a-fA-F]")
_HALF = Pattern(r"[\ud800-\udfff]")  # half of a surrogate pair: no character, and nothing that a file can hold
_CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_CONTROL, _LINE_ENDS, _ODD = Pattern(_CONTROLS), Pattern(r"\r\n?"), Pattern(rf"\r|{_CONTROLS}")


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What the first bytes of a seed show of its JSON.

    *opening* is "{" or "[", "" where it is no JSON. *paths* are the keys seen, each with those that lead to it; "*" stands
    for any item of a list: ``("posts", "_items", "*", "_id")``. *is_lines* says that a second value follows the first, as
    in JSON Lines.
    """

    opening: str
    paths: frozenset[tuple[str, ...]]
    is_lines: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """The keys seen at any depth."""
        return frozenset(path[-1] for path in self.paths)


NO_GLIMPSE = Glimpse("", frozenset())


def glimpse(seed: Seed) -> Glimpse:
    """What the first `SNIFFED` bytes of *seed* show; nothing where its name or its first character is not of JSON."""
    if PurePosixPath(seed.path).suffix.casefold() not in _NAMES:
        return NO_GLIMPSE
    head = seed.data[:SNIFFED]
    try:
        text = head.decode(_encoding_of(seed) or "utf-8-sig", errors="replace").lstrip("\ufeff \t\r\n")
    except (LookupError, ValueError):  # read_json() says what is wrong with the encoding
        text = head.decode("latin-1").lstrip(" \t\r\n")
    if text[:1] not in ("{", "["):
        return NO_GLIMPSE
    return _glimpse(text)


def _glimpse(text: str) -> Glimpse:
    """What *text*, the beginning of a JSON text, shows."""
    path: list[str] = []  # for each open list or object: "*", or the key whose value is being read
    objects: list[bool] = []
    paths: set[tuple[str, ...]] = set()
    is_lines, last = False, ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == '"':  # a text that the head cuts off
            break
        if token in ("{", "["):
            is_lines = is_lines or (not objects and bool(last))
            objects.append(token == "{")
            path.append("" if token == "{" else "*")
        elif token in ("}", "]") and objects:
            objects.pop()
            path.pop()
        elif token == ":" and objects and objects[-1]:
            path[-1] = last
            paths.add(tuple(path))
        last = match[1] if match[1] is not None else token
    return Glimpse(text[0], frozenset(paths), is_lines)


def _encoding_of(seed: Seed) -> str:
    """The encoding of *seed*, "" for UTF-8: JSON begins with two ASCII characters, which tells UTF-16 without a mark."""
    found = json.detect_encoding(seed.data[:4])
    return "" if found.startswith("utf-8") and not seed.sidecar.encoding else _wide(found) or seed.sidecar.encoding


def _wide(encoding: str) -> str:
    return encoding if encoding.startswith(("utf-16", "utf-32")) else ""


def read_json(seed: Seed) -> Json | Problem:
    """The value of the whole *seed*, or what is wrong with it, where."""
    text = decode(seed.data, _encoding_of(seed), seed.path)
    return text if isinstance(text, Problem) else parse_json(text, seed.path)


def parse_json(text: str, path: str, line: int = 1) -> Json | Problem:
    """The value of *text*, which begins in line *line* of the seed *path*, or what is wrong with it, where.

    NaN and numbers that are no count (infinite, or of more than 18 digits) are None. Half a surrogate pair is U+FFFD.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return Problem(
            Location(path), "empty-seed", "the seed is empty", "remove it from seeds/, or put the text into it"
        )
    twice: list[str] = []

    def once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        found = dict(pairs)
        if len(found) != len(pairs) and not twice:
            names = [name for name, _ in pairs]
            twice.append(next(name for name in names if names.count(name) > 1))
        return found

    try:
        value: Json = json.loads(
            text, object_pairs_hook=once, parse_int=_whole, parse_float=_finite, parse_constant=_nothing
        )
    except json.JSONDecodeError as error:
        return _syntax(error, text, path, line)
    except RecursionError:
        return _too_deep(path)
    if twice:
        key = _HALF.sub("\ufffd", twice[0])
        message = f'the key "{key}" stands twice in one object, and only one can be meant'
        return Problem(Location(path), "json-syntax", message, "remove one of the two in a copy of the seed")
    if _is_too_deep(value):
        return _too_deep(path)
    return _whole_characters(value) if _ESCAPED_HALF.search(text) else value


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def _finite(digits: str) -> float | None:
    found = float(digits)
    return found if math.isfinite(found) else None


def _nothing(_: str) -> None:
    """The value of NaN and Infinity, which are no JSON but which some programs write."""


def _syntax(error: json.JSONDecodeError, text: str, path: str, line: int) -> Problem:
    where = Location(path, error.lineno + line - 1, error.colno)
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        message, hint = "the JSON ends before it is whole", "get the whole file: what is here was cut off"
        return Problem(where, "json-syntax", message, hint)
    message = f"this is no JSON: {error.msg[:1].lower()}{error.msg[1:]}"
    return Problem(where, "json-syntax", message, "correct it in a copy of the seed, or get the file again")


def _too_deep(path: str) -> Problem:
    message = f"more than {MOST_NESTED} lists and objects lie in each other"
    return Problem(Location(path), "too-deep", message, "take the live blog out of them in a copy of the seed")


def _is_too_deep(value: Json) -> bool:
    level: Sequence[Json] = [value]
    for _ in range(MOST_NESTED):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return False
    return True


def _inside(value: Json) -> Sequence[Json]:
    match value:
        case dict():
            return [inner for inner in value.values() if isinstance(inner, dict | list)]
        case list():
            return [inner for inner in value if isinstance(inner, dict | list)]
    return ()


def _whole_characters(value: Json) -> Json:
    """*value* with U+FFFD for each half of a surrogate pair."""
    mended: Json = json.loads(_HALF.sub("\ufffd", json.dumps(value, ensure_ascii=False)))
    return mended


def at(value: Json, *path: str | int) -> Json:
    """What stands in *value* under the keys (and indexes of lists) of *path*; None where that is nothing."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def text_at(value: Json, *path: str | int) -> str:
    r"""The text there, without blanks around it and with line ends "\n"; "" where there is none."""
    found = at(value, *path)
    return tidy(found) if isinstance(found, str) else ""


def tidy(text: str) -> str:
    r"""*text* with line ends "\n", a blank for every control character, and no blanks around it."""
    if _ODD.search(text):
        text = _CONTROL.sub(" ", _LINE_ENDS.sub("\n", text))
    return text.strip()


def language_at(value: Json, *path: str | int) -> str:
    """The language tag there (RFC 5646); "" where there is none, or a text that has not its shape."""
    found = text_at(value, *path)
    return found if _LANGUAGE.fullmatch(found) else ""


def first_text(value: Json, *keys: str) -> str:
    """The text under the first of *keys* that has one."""
    return next(filter(None, (text_at(value, key) for key in keys)), "")


def name_at(value: Json, *path: str | int) -> str:
    """The text there, or the whole number there as text: programs write ids as either."""
    found = at(value, *path)
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else text_at(found)


def number_at(value: Json, *path: str | int) -> float | None:
    """The number there, also where it is written as a text; None where there is none."""
    found = at(value, *path)
    if isinstance(found, bool):
        return None
    if isinstance(found, str):
        try:
            found = float(found)
        except ValueError:
            return None
    return float(found) if isinstance(found, int | float) and math.isfinite(found) else None


def is_true(value: Json, *path: str | int) -> bool:
    """Whether *true* stands there, as such, as 1, or as a text."""
    found = at(value, *path)
    return found in (True, 1) or (isinstance(found, str) and found.strip().casefold() in ("true", "1", "yes"))


def list_at(value: Json, *path: str | int) -> list[Json]:
    """The list there; an empty one where there is none."""
    found = at(value, *path)
    return found if isinstance(found, list) else []


def object_at(value: Json, *path: str | int) -> dict[str, Json]:
    """The object there; an empty one where there is none."""
    found = at(value, *path)
    return found if isinstance(found, dict) else {}


def objects_at(value: Json, *path: str | int) -> list[dict[str, Json]]:
    """The objects of the list there; what else it holds is passed over."""
    return [one for one in list_at(value, *path) if isinstance(one, dict)]


def texts_at(value: Json, *path: str | int) -> list[str]:
    """The texts of the list there, or the one text there."""
    found = at(value, *path)
    one = found if isinstance(found, list) else [found]
    return [text for inner in one if (text := text_at(inner))]


def strings_in(value: Json) -> Iterator[tuple[str, str]]:
    """Every text in *value*, with the key that it stands under ("" for none), in order."""
    todo: list[tuple[str, Json]] = [("", value)]
    while todo:
        key, one = todo.pop()
        if isinstance(one, str):
            yield key, one
        elif isinstance(one, dict):
            todo += reversed(list(one.items()))
        elif isinstance(one, list):
            todo += [(key, inner) for inner in reversed(one)]
