"""Seeds that are text, in lines or Markdown: wire copy, logs, posts, incidents; and the grammar of their clocks."""
