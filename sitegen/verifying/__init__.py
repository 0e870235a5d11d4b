"""The parts of ``sitegen verify``: seeds, content and output held against each other, byte by byte and word by word."""
