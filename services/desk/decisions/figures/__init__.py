"""Figures from the log: what a period's petitions were, where they went, how they were handled."""
