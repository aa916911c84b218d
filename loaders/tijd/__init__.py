"""Months, days and working days."""
