"""How a page tries a form: what the action refuses is written at its fields, and everything typed stays."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from rumduol.shared.errors import InvalidInput, WrongState


def sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, also when it is empty; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def attempt(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Call the action of a valid form; False when the form or the action refused."""
    if not form.is_valid():
        return False
    try:
        act()
    except InvalidInput as error:
        if not error.errors:
            form.add_error(None, str(error.message))
        for field, lines in error.errors.items():
            for line in lines:
                form.add_error(field if field in form.fields else None, str(line))
        return False
    except WrongState as error:
        form.add_error(None, str(error.message))
        return False
    return True
