"""Outlook to what people read: the pages. Imports config, loaders and forecasting only."""
