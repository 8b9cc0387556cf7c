"""Reading and writing the database."""
