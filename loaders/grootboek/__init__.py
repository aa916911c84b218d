"""The ledger: what was delivered, decided and agreed, and since when it counts."""
