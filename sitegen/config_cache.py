"""Settings as they were last read, kept under ``.sitegen``: a build whose ``site.yaml`` is the same reads no YAML.

What is kept is JSON with the text that it was read from, and is believed only where that text is still the same and sitegen
too; what is found there from another version or a crash is as good as nothing. Kinds and names are checked, so that a forged
one can say no more than a forged ``site.yaml``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, fields
from enum import Enum
from pathlib import Path

from sitegen import __version__
from sitegen.config import BodyMode, ClockStyle, Config, Links, Order, Pages, Rights, Term, Topic, UpdatePages
from sitegen.digests import digest
from sitegen.files import STATE, read_plain
from sitegen.look import (
    COLORS,
    PICTURES,
    Face,
    Style,
    Theme,
    color_fault,
    family_fault,
    file_fault,
    font_fault,
    weight_fault,
)
from sitegen.policy import ADDABLE, source_fault

CONFIG, TOPICS = "config.json", "topics.json"
_SLUG_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def current_config(path: Path) -> Config:
    """As `load_config`: the settings in the file *path*, remembered where it has not changed; else read and remembered."""
    data = read_plain(path, path.name)
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else None
    except UnicodeDecodeError:
        text = None  # for load_config to tell, as what is no file
    if text is not None and (config := recall_config(path.parent, text)):
        return config
    from sitegen.config_file import load_config  # YAML and the tables of settings: only for what is new

    config = load_config(path)
    if text is not None:
        remember_config(path.parent, text, config)
    return config


def recall_config(root: Path, text: str) -> Config | None:
    """The settings that were remembered of *text*, the text of ``site.yaml``; None where it was another, or none."""
    try:
        return _config(_record(_recall(root / STATE / CONFIG, text), Config))
    except ValueError:
        return None


def recall_topics(root: Path, text: str) -> tuple[Topic, ...] | None:
    """The topics that were remembered of *text*, the text of ``content/topics.yaml``; None where it was another."""
    try:
        return tuple(map(_topic, _list(_recall(root / STATE / TOPICS, text))))
    except ValueError:
        return None


def remember_config(root: Path, text: str, config: Config) -> None:
    """Remember that *text* states *config*, without an error; where nothing can be written, nothing is remembered."""
    _remember(root / STATE / CONFIG, text, asdict(config))


def remember_topics(root: Path, text: str, topics: Collection[Topic]) -> None:
    """Remember that *text* states *topics*, as `remember_config` does."""
    _remember(root / STATE / TOPICS, text, [asdict(topic) for topic in topics])


def _remember(path: Path, text: str, value: object) -> None:
    from sitegen.files import replace_text

    said = json.dumps(value, default=_word)
    kept = json.dumps({"sitegen": __version__, "text": text, "sum": digest(said), "value": said})
    try:
        replace_text(path, f"{kept}\n")
    except OSError:
        return  # a folder that is only for reading: the next run reads the YAML again


def _word(member: object) -> str:
    if not isinstance(member, Enum):
        raise TypeError(f"no setting is a {type(member).__name__}")
    return str(member.value)


def _recall(path: Path, text: str) -> object:
    """What is kept in *path* of *text*. Raises ValueError where that is nothing, or not what this sitegen has kept."""
    try:
        data = read_plain(path, path.name)
        kept: object = json.loads(data) if isinstance(data, bytes) else None
        if not isinstance(kept, dict) or kept.get("text") != text or kept.get("sitegen") != __version__:
            raise ValueError("it is of another text, or of another sitegen")
        said = _text(kept.get("value"))
        if kept.get("sum") != digest(said):
            raise ValueError("a byte of it is another one")
        value: object = json.loads(said)
        return value
    except (OSError, RecursionError) as error:
        raise ValueError(str(error)) from error


# All below raise ValueError for a value of another kind than is asked for: a file is not to be believed for its name.


def _record(value: object, kind: type[Config | Pages | Rights | Topic | Term | Theme | Face]) -> Mapping[str, object]:
    """*value* as the fields of a *kind*: all of them and no other, so that a change of the table forgets what is kept."""
    if not isinstance(value, dict) or value.keys() != {one.name for one in fields(kind)}:
        raise ValueError(f"not the fields of {kind.__name__}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _slug(value: object) -> str:
    """*value* as a name in an address: it becomes a path, and must not lead elsewhere."""
    text = _text(value)
    if not _SLUG_CHARACTERS.issuperset(text):
        raise ValueError("not a slug")
    return text


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("not true or false")
    return value


def _said(value: object) -> bool | None:
    return None if value is None else _switch(value)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise ValueError("not a number")
    return value


def _list(value: object) -> Iterator[object]:
    if not isinstance(value, list):
        raise ValueError("not a list")
    yield from value


def _pair(value: object) -> tuple[str, str]:
    first, second = _list(value)
    return _text(first), _text(second)


def _config(said: Mapping[str, object]) -> Config:
    return Config(
        title=_text(said["title"]),
        format=_number(said["format"]),
        id=_text(said["id"]),
        description=_text(said["description"]),
        base_url=_text(said["base_url"]),
        published=_switch(said["published"]),
        language=_text(said["language"]),
        zone=_text(said["zone"]),
        publisher=_text(said["publisher"]),
        order=Order(said["order"]),
        clock=ClockStyle(said["clock"]),
        datelines=tuple(map(_pair, _list(said["datelines"]))),
        topics=tuple(map(_topic, _list(said["topics"]))),
        pages=_pages(_record(said["pages"], Pages)),
        links=Links(said["links"]),
        rights=_rights(_record(said["rights"], Rights)),
        menu=tuple(map(_slug, _list(said["menu"]))),
        ignore=tuple(map(_text, _list(said["ignore"]))),
        csp=tuple(map(_directive, _list(said["csp"]))),
        theme=_theme(_record(said["theme"], Theme)),
        database=_switch(said["database"]),
    )


def _theme(said: Mapping[str, object]) -> Theme:
    """The look, each value judged anew: it is written into the stylesheet."""
    theme = Theme(
        light=tuple(map(_pair, _list(said["light"]))),
        dark=tuple(map(_pair, _list(said["dark"]))),
        text=tuple(map(_text, _list(said["text"]))),
        plain=tuple(map(_text, _list(said["plain"]))),
        faces=tuple(map(_face, _list(said["faces"]))),
        logo=_text(said["logo"]),
        wordmark=_text(said["wordmark"]),
    )
    colors = (*theme.light, *theme.dark)
    families = (*theme.text, *theme.plain, *(face.family for face in theme.faces))
    if any(name not in COLORS or color_fault(color) for name, color in colors) or any(map(family_fault, families)):
        raise ValueError("not what a stylesheet may hold")
    if any(font_fault(face.file) or weight_fault(face.weight) for face in theme.faces):
        raise ValueError("not a typeface")
    if theme.logo and file_fault(theme.logo, PICTURES):
        raise ValueError("not a picture")
    return theme


def _face(value: object) -> Face:
    said = _record(value, Face)
    family, file, weight = (_text(said[name]) for name in ("family", "file", "weight"))
    return Face(family=family, file=file, weight=weight, style=Style(said["style"]))


def _directive(value: object) -> tuple[str, tuple[str, ...]]:
    name, sources = _list(value)
    directive, found = _text(name), tuple(map(_text, _list(sources)))
    if directive not in ADDABLE or any(source_fault(directive, source) for source in found):
        raise ValueError("not what a policy may allow")
    return directive, found


def _pages(said: Mapping[str, object]) -> Pages:
    return Pages(
        home=_switch(said["home"]),
        calendar=_switch(said["calendar"]),
        day=_switch(said["day"]),
        topics=_switch(said["topics"]),
        feed=_switch(said["feed"]),
        sitemap=_switch(said["sitemap"]),
        not_found=_switch(said["not_found"]),
        citations=_switch(said["citations"]),
        data=_switch(said["data"]),
        tables=_switch(said["tables"]),
        timeline=_switch(said["timeline"]),
        on_this_day=_switch(said["on_this_day"]),
        search=_switch(said["search"]),
        corrections=_switch(said["corrections"]),
        own=_switch(said["own"]),
        latest=_switch(said["latest"]),
        updates=UpdatePages(said["updates"]),
        bodies=BodyMode(said["bodies"]),
    )


def _rights(said: Mapping[str, object]) -> Rights:
    return Rights(
        holder=_text(said["holder"]),
        note=_text(said["note"]),
        full_text=_said(said["full_text"]),
        robots=_text(said["robots"]),
        pictures=_said(said["pictures"]),
    )


def _topic(value: object) -> Topic:
    said = _record(value, Topic)
    texts = _text(said["label"]), tuple(map(_term, _list(said["match"]))), _slug(said["broader"]), _text(said["note"])
    return Topic(_slug(said["slug"]), *texts)


def _term(value: object) -> Term:
    said = _record(value, Term)
    return Term(_text(said["text"]), _switch(said["case"]))
