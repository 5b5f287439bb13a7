"""The rule catalogue: what a modifier pays, what an indicator permits, each with citation and certainty."""
