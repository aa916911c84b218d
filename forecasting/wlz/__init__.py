"""The Wlz: from PRODUCTIE to outlook, crisis beds and herschikking."""
