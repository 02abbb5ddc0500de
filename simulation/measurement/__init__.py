"""What is measured. Reads the state and writes none of it."""
