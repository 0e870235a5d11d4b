"""Live blogs <-> content files: Markdown with front matter, its anchors and its topics."""
