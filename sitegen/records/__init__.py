"""YAML read as records: composed, every value located, typed by one table of fields."""
