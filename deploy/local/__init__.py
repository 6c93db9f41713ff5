"""A real broker and a real database on the own machine, without containers."""
