"""Seeds into content: read, joined with what is there of them, named, proved, and written."""
