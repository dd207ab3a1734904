"""What is known of letters, and whether a month's mail reaches the floor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Max, QuerySet

from repatria.access import vault
from repatria.access.numbers import all_numbers
from repatria.rulebook.core.evaluate import evaluate
from repatria.rulebook.core.rule import Finding, Rule
from repatria.rulebook.load import load_rule
from repatria.tracing.core.letters import Mailed, MonthOfMail, Step, month_of_mail
from repatria.tracing.models import Letter, LetterEvent

RULE = "geneva3.art71"


def letters_about(case_ref: str) -> QuerySet[Letter]:
    """Return the letters from and to one person, newest first."""
    held = Letter.objects.filter(case_ref__in=all_numbers(case_ref))
    return held.select_related("request__requester").prefetch_related("events")


def text_of_letter(letter: Letter) -> str:
    """Open what is written in a letter."""
    return vault.open_or_erased(letter.owner, "text", bytes(letter.sealed_text))


def steps_of(letter: Letter) -> list[Step]:
    """Return what happened to a letter, in order."""
    return [Step(each.step) for each in letter.events.all()]


def rule_of_mail() -> Rule:
    """Return the rule on how much a prisoner may write."""
    return load_rule(RULE)


def mail_of_month(letters: Sequence[Letter], *, on: date) -> MonthOfMail:
    """Count what came from the prisoner in the month of ``on``."""
    return month_of_mail(
        (Mailed(one.way, one.form, one.written_on or one.at.date()) for one in letters),
        on=on,
    )


def finding_on(month: MonthOfMail) -> Finding:
    """Ask the rule about a month's mail."""
    return evaluate(rule_of_mail(), month.facts)


def on_the_way() -> int:
    """Count the letters that wait to be forwarded or delivered."""
    newest = LetterEvent.objects.values("letter").annotate(last=Max("pk"))
    held = LetterEvent.objects.filter(pk__in=newest.order_by().values("last"))
    return held.exclude(step__in=[Step.DELIVERED.value, Step.REFUSED.value]).count()
