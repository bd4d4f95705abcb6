"""Small tables drawn as text, for specs that a statistician can read. A number may be written as a sum: 101 + 102."""

import re

SUM = re.compile(r"[0-9]+(\s*[+-]\s*[0-9]+)*")


def read(drawing: str) -> list[dict[str, str]]:
    """Rows of a drawing whose columns are parted by bars; the first line names them, a line of dashes is decoration."""
    lines = [line.strip() for line in drawing.strip().splitlines() if line.strip(" -|")]
    names, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    return [dict(zip(names, row, strict=True)) for row in rows]


def number(text: str) -> int:
    """`101 + 102` -> 203. Raises ValueError for anything that is not a sum."""
    if not SUM.fullmatch(text.strip()):
        raise ValueError(f"not a number or a sum: {text!r}")
    return sum(int(part.replace(" ", "")) for part in re.findall(r"[+-]?\s*[0-9]+", text))


def markdown(drawing: str) -> str:
    """The same drawing as a Markdown table."""
    rows = read(drawing)
    names = list(rows[0])
    lines = [names, ["---"] * len(names), *(list(row.values()) for row in rows)]
    return "\n".join("| " + " | ".join(cell or " " for cell in line) + " |" for line in lines)
