"""Other programs' tables, as data: which header is which field."""
