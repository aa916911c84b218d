"""One file per page. A page chooses, fetches and shows; it never sums."""
