"""What pages show, as values: pure views of results."""
