"""What deadlines decides: dates, their ends, reminders, extensions."""
