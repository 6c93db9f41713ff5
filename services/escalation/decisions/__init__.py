"""The questions escalation asks, each a function of a case and what it is handed."""
