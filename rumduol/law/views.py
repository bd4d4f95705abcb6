"""The law for everybody: no account, no script, no cookie, five languages (what has no words yet is shown in English)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from rumduol.law import queries
from rumduol.law.showing import article_page, treaty_line
from rumduol.shared.gates import public_page


@public_page(methods=("GET",))
def index(request: HttpRequest, lang: str) -> HttpResponse:
    """Articles by law, with ways to the treaties and the gaps."""
    language = get_language() or "km"
    groups = [
        {
            "title": instrument.title(language),
            "since": instrument.since,
            "articles": [
                {"code": one.code, "number": one.number, "title": one.title(language), "kind": one.kind} for one in rows
            ],
        }
        for instrument, rows in queries.by_instrument()
    ]
    return render(request, "law/index.html", {"lang": lang, "groups": groups})


@public_page(methods=("GET",))
def article(request: HttpRequest, lang: str, code: str) -> HttpResponse:
    """One article: what it is about, what has to be shown, the penalty, what prevails over it."""
    context = {"lang": lang, **article_page(queries.article(code), get_language() or "km")}
    return render(request, "law/article.html", context)


@public_page(methods=("GET",))
def treaties(request: HttpRequest, lang: str) -> HttpResponse:
    """What Cambodia promised other states, and since when; two years where the sources disagree."""
    lines = [treaty_line(one, get_language() or "km") for one in queries.treaties()]
    return render(request, "law/treaties.html", {"lang": lang, "lines": lines})


@public_page(methods=("GET",))
def gaps(request: HttpRequest, lang: str) -> HttpResponse:
    """What national law does not cover, who asks for it, what would close it."""
    language = get_language() or "km"
    lines = [
        {
            "title": gap.title(language),
            "closing": gap.closing(language),
            "standards": [one.title(language) for one in gap.standards],
        }
        for gap in queries.gaps()
    ]
    return render(request, "law/gaps.html", {"lang": lang, "lines": lines})
