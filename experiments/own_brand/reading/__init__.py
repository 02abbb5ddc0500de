"""What is in the folder: answers and tables, as people have them."""
