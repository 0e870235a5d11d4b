"""Seeds that are web pages: their tree, what a reader sees of it, and which parts of it are updates."""
