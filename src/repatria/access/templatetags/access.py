"""Tags of the account pages."""

from __future__ import annotations

import io

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def qr_code(content: str, words: str) -> SafeString:
    """Draw ``content`` as a QR code within the page; ``words`` say what it holds.

    Drawn as SVG without a style, as the content policy of the pages demands.
    """
    out = io.BytesIO()
    segno.make(content, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, dark="#000"
    )
    drawn = mark_safe(out.getvalue().decode())  # noqa: S308  (our own drawing)
    return format_html('<div role="img" aria-label="{}">{}</div>', words, drawn)
