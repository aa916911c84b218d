"""Reference tables and extracts."""
