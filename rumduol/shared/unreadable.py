"""Why a file that somebody named on the command line can't be read, in words."""


def why(trouble: Exception) -> str:
    """The sentence of an OSError or UnicodeDecodeError; of any other error its own words."""
    if isinstance(trouble, OSError) and trouble.filename:
        return f"{trouble.filename} can't be read: {trouble.strerror}."
    if isinstance(trouble, UnicodeDecodeError):
        return f"This is not text in UTF-8 (byte {trouble.start:,}). Save it as CSV in UTF-8."
    return str(trouble)
