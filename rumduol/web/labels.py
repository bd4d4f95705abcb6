"""Labels of places and code-list values in the reader's language, asked of the rooms that own them."""

from django.utils import translation


def place_words(code: str) -> str:
    """`Banteay Meanchey` or `បន្ទាយមានជ័យ`; the code itself when nothing has it."""
    from rumduol.places import queries

    return queries.label(code, translation.get_language() or "km") or code


def term_words(code_list: str, code: str) -> str:
    """The label of a code of a list; the code itself when the list does not know it."""
    from rumduol.terms import queries

    return queries.label(code_list, code, translation.get_language() or "km") or code
