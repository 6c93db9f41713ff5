"""Plays stories through the real services on a clock of their own, and says what differs."""
