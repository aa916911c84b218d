"""What was read, for good: immutable Parquet parts, their marks, and the engines that read them."""
