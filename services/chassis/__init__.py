"""What every service stands on: log, database, rules, clock and calendar; it knows no case."""
