"""Statistical disclosure control: pure functions over NumPy arrays. docs/disclosure.md says what they promise and to whom."""
