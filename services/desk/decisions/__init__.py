"""What the desk makes of a case's timeline before it shows it."""
