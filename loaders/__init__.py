"""Deliveries to PRODUCTIE, and PRODUCTIE to the year by the policy's extrapolation. Imports config only."""

import os

# pyarrow reads this when it is imported: its own pool keeps up to 150 MB of what was freed, the system's does not
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
