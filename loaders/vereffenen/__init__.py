"""What deliveries mean to each other: which of them, and which of their lines, count from when to when."""
