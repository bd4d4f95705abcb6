"""How articles and treaties stand on a page, for the public and for staff."""

from typing import Any

from rumduol.law import queries
from rumduol.law.ranges import range_words
from rumduol.law.types import Article, Treaty


def article_page(article: Article, language: str) -> dict[str, Any]:
    """Context of an article's page: words, elements, penalties, what prevails over it and over what it prevails."""
    return {
        "article": article,
        "title": article.title(language),
        "instrument": article.instrument.title(language),
        "quoted": article.law_says(language),
        "note": article.note(language),
        "elements": [{"text": one.text(language), "child": one.also_for_a_child} for one in article.elements],
        "penalties": [
            {"range": range_words(one), "who": one.victim_words, "conduct": one.conduct_text(language)}
            for one in article.penalties
        ],
        "prevailing": [_line(queries.article(code), language) for code in article.superseded_by],
        "prevails_over": [_line(one, language) for one in queries.prevailing_over(article.code)],
    }


def _line(article: Article, language: str) -> dict[str, str]:
    return {"code": article.code, "named": article.named(language), "title": article.title(language)}


def treaty_line(treaty: Treaty, language: str) -> dict[str, Any]:
    """A treaty with the years that the sources give."""
    return {"title": treaty.title(language), "years": treaty.years, "disagree": len(treaty.years) > 1}
