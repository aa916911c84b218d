"""PRODUCTIE to Outlook: use of the contracteerruimte, korting, crisis beds. Imports config and loaders only."""
