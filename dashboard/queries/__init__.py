"""What pages ask: cached, one module per subject."""
