"""Seeds -> live blogs: one module a format, none of which touches the disk."""
