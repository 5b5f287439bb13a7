"""What is known of one code in one release at one place, and the tips that follow from it."""
