"""Live blogs -> queries: one SQLite file that can be deleted at any time."""
