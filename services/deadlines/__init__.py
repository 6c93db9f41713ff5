"""Every clock of a case."""
