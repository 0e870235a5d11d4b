"""HTML -> a folder: staged, checked, renamed into place, pruned."""
