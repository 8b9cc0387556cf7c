"""The practice of account management, as pure functions of plain values."""
