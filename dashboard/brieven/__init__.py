"""Letters and files of a herschikking, and where they are written."""
