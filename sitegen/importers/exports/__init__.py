"""Seeds that programs wrote for programs: exports in JSON, feeds, items of agencies, tables."""
