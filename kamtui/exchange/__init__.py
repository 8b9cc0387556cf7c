"""Other programs' file formats, in and out."""
