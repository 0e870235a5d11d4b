"""Lines of update headings with another anchor or other topics, and nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.content.headings import ATTRIBUTE, OPENING


def with_anchor(line: str, anchor: str) -> str:
    """The update heading *line* with *anchor* written into it, and nothing else changed."""
    line = line.rstrip()
    if opening := OPENING.search(line):
        rest = line[opening.start(1) + 1 :]
        return f"{line[: opening.start(1)]}{{#{anchor}{'' if rest == '}' else ' '}{rest.lstrip()}"
    return f"{line} {{#{anchor}}}"


def with_topics(line: str, names: Mapping[str, str]) -> str:
    """The update heading *line* with those of its topics that *names* has under their new names, and nothing else changed.

    >>> with_topics('## 19:30 — Help {#t1930 topics="qaim, iraq" key}', {"qaim": "al-qaim"})
    '## 19:30 — Help {#t1930 topics="al-qaim, iraq" key}'
    """
    opening = OPENING.search(line)
    start = opening.end(1) if opening else len(line)
    for said in ATTRIBUTE.finditer(line[start : line.rfind("}")]):
        if said["name"] == "topics":
            value = re.sub(r"[^,\s]+", lambda topic: names.get(topic[0], topic[0]), said["value"])
            return f"{line[: start + said.start('value')]}{value}{line[start + said.end('value') :]}"
    return line
