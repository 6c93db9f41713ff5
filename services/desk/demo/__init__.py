"""The stack on one machine, and a story that shows what it does."""
