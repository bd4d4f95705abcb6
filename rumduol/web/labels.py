"""Labels of places and code-list values in the reader's language, asked of the rooms that own them."""

from rumduol.places import queries as places
from rumduol.terms import queries as terms


def place_words(code: str) -> str:
    """`Banteay Meanchey` or `បន្ទាយមានជ័យ`; the code itself when nothing has it."""
    return places.label(code) or code


def term_words(code_list: str, code: str) -> str:
    """The label of a code of a list; the code itself when the list does not know it."""
    return terms.label(code_list, code) or code
