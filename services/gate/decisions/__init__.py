"""What the gate decides, piece by piece; nothing here reads a clock, a table or a topic."""
