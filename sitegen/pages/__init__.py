"""Queries -> HTML: views, planners, layouts and URLs."""
