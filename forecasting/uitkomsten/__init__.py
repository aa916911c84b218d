"""Results that are kept."""
