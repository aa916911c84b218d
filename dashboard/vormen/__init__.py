"""The forms in which a table leaves: page, terminal, workbook."""
