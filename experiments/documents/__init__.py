"""Pages that say what the model is and what it rests on, made from the code where possible, and ``task=cite``."""
