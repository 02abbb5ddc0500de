"""What one does with a model: compare, store, report."""
