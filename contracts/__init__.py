"""What services and outsiders say to each other."""
