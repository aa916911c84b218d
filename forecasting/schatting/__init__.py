"""Series of months to a year total with its range and chance: knows no regeling."""
