"""Deliveries to PRODUCTIE, and PRODUCTIE to the year by the policy's extrapolation. Imports config only."""
