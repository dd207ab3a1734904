"""A page to start from in a language whose words are not complete yet.

Arabic stands here as the proof that every page can be read from the right.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from repatria.access.web.requests import public


@dataclass(frozen=True, slots=True)
class Start:
    """The words of a start page.  ``checked``: a person who speaks it has read them."""

    title: str
    about: str
    holds: tuple[str, ...]
    sign_in: str
    remark: str
    synthetic: str
    checked: bool = False


# Kept apart from the catalogues: these are all the words there are in this language.
STARTS = {
    "ar": Start(
        title="ريباتريا",
        about="السجل المفتوح الذي يعيد أسرى الحرب إلى ديارهم.",
        holds=(
            "الآلة تقترح، والإنسان يقرر، والسجل يتذكر.",
            "كل ما يظهر هنا هو قولُ قائلٍ معروف، ولا يُمحى شيء.",
            "المجهول قيمة: لا يُترك فارغًا ولا يُحسب صفرًا.",
        ),
        sign_in="تسجيل الدخول",
        remark="هذه الكلمات ترجمة آلية لم يراجعها إنسان بعد.",
        synthetic="بيانات مصطنعة: كل من يظهر هنا شخص مُختلَق.",
    ),
}


@public
@require_safe
def start(request: HttpRequest, language: str) -> HttpResponse:
    """Show the start page of a language, its lines running its own way."""
    if language not in STARTS:
        raise Http404
    words = {"words": STARTS[language], "language": language, "right_to_left": True}
    return render(request, "site/start.html", words)
