"""What was said against what became known (R4.6): earlier forecasts replayed with only what was known then."""
