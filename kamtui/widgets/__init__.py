"""Small pieces of screen that know no storage."""
