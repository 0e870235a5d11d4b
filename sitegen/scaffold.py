"""``sitegen new``: a working site with one sample seed."""

from __future__ import annotations

import json
import secrets
from datetime import date
from pathlib import Path

from sitegen.errors import Location, Problem, UsageError
from sitegen.files import replace_text

_SITE = """\
# Every key is explained in docs/configuration.md of sitegen.
format: 1
# The name of this archive in feeds, for ever (RFC 4151). A domain of yours is nicer; decide before you publish.
id: {id}
title: {title}
description: Live blogs, minute by minute, kept for good.
# Where the site will be: feeds, the sitemap and canonical links need it.
# base_url: https://archive.example.org/
# While this says false, dates, slugs and anchors may change freely. Remove it when the first address is given away.
published: false
language: en
zone: UTC
menu: [about]
pages:
  # Each update has a page of its own, for previews of links and reference managers. That is a small file an update, 200,000
  # in a large archive: "key" makes them for key updates alone, "none" for none.
  updates: all
# Topics gather updates across live blogs and days. Without any, the first import finds names and proposes them.
topics:
  - slug: harbor
    label: The harbor
    match: [harbor, quay, ferry, ferries]
  - slug: storm
    label: The storm
    match: [storm, wind, gale, gusts]
"""
_ABOUT = """\
---
title: About this archive
---

This archive keeps live blogs as they were published, minute by minute. Every update has an address of its own: select
its time, and copy what your browser shows.
"""
_SEED = """\
Live: Storm closes the harbor at Port Ellery

March 8, 2021

PORT ELLERY (Sample) — The latest on the storm over Port Ellery (all times GMT):

4:40 p.m.

The harbor master at Port Ellery has opened the outer quay again. The first ferry is expected within the hour, and the
two fishing boats that rode out the night behind the breakwater have come in.

Nobody was hurt, he says.

11:15 a.m.

Gusts of 52 knots are being measured at the harbor mouth, and the ferry office says that no boat will leave before the
afternoon.

The town has opened the school hall for those whose houses lie below the quay.

6 a.m.

The harbor at Port Ellery has been closed. The storm came in faster than was forecast, the coast station says, and the
wind is still rising.
"""
_IGNORE = "/.sitegen/\n/output/\n/backups/\n"


def make(folder: Path, title: str) -> list[str]:
    """Make a site in *folder*; the paths that were written. Raises UsageError for a folder that is not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f'"{folder}" is not an empty folder'
        hint = "name a new folder, or empty this one"
        raise UsageError([Problem(Location(str(folder)), "not-empty", message, hint)])
    name = title or folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize() or "Archive"
    site_id = f"{secrets.token_hex(6)}.sitegen.invalid,{date.today().isoformat()}"
    texts = {
        "site.yaml": _SITE.format(id=json.dumps(site_id), title=json.dumps(name, ensure_ascii=False)),
        "seeds/2021-03-08-port-ellery.txt": _SEED,
        "content/pages/about.md": _ABOUT,
        ".gitignore": _IGNORE,
    }
    for path, text in texts.items():
        replace_text(folder / path, text)
    (folder / "layouts").mkdir()
    return sorted(texts)
