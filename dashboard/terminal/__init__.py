"""Results as text for the terminal, and its commands."""
