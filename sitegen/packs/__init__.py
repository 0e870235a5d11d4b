"""The parts of ``sitegen pack``: which files an archive is made of, and one file of them all, byte for byte the same."""
