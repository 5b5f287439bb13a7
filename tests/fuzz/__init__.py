"""Random requests, with fixed seeds."""
