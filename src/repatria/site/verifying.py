"""``repatria verify``, with what later rooms know of their own documents."""

from __future__ import annotations

from repatria.exchange.engine.check_list import look
from repatria.transmission.cli import verify
from repatria.transmission.engine import examine

__all__ = ["verify"]

examine.provide("proposal", called="list", look=look)
