"""The JSON that the terminal promises to others: one module per subject."""
