"""R6, R4.5 and nacalculatie: definite agreements per provider, step by step. Pure, but for `run`."""
