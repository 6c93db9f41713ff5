"""What every service stands on: the log, the database, rules, clock and calendar; it knows no case."""
