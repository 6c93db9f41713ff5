"""Pure questions about a petition, answered by the rule sets and the catalogue."""
