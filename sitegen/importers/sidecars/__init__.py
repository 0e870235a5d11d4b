"""What an archivist says about seeds, beside them."""
