"""Pure questions about arrival, registration and what visitors are told."""
