"""The embedded dataset: where it lies, what its tables are, which release and place a request means."""
