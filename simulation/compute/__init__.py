"""What the model is computed with: compiled functions, keyed random draws, exact float32 arithmetic."""
