"""What breaks, and what is counted afterwards: one file for each fault."""
