"""The questions handling asks, each a function of a case and what it is handed."""
