"""How the system is run: on one machine and elsewhere."""
