"""What users hold, turned into charge lines: text, and later tables and claims."""
