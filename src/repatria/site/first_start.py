"""The first start of an installation: whose it is, and who lets people in."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import click
from django.forms import Form
from django.urls import reverse

from repatria.access import links, queries, services
from repatria.access.core.errors import AlreadySetUpError
from repatria.access.models import Installation
from repatria.access.web.forms import ABOUT, FirstAdministratorForm, SetUpForm
from repatria.shared.text import mark as _
from repatria.shared.text import say

SECRET = ("password1", "password2")


def make_ready(told: dict[str, Any], address: str) -> str:
    """Set up what is not set up yet; return the one-time link where one was made.

    ``told`` is what the command line says of the organisation; what it leaves open
    is asked on the terminal, and without one by the link's page.
    """
    _use_what_was_told(told)
    if links.is_set_up():
        return ""
    if sys.stdin.isatty() and sys.stderr.isatty():
        _ask()
        return ""
    token = links.make_set_up_link(at=_now())
    link = address.rstrip("/") + reverse("access:set-up", args=[token])
    click.echo(say(_("Open this once, within 24 hours, to set it up:")), err=True)
    click.echo(link, err=True)
    return link


def _use_what_was_told(told: dict[str, Any]) -> None:
    code = told.get("organisation")
    if not code:
        return
    known = queries.installation_if_any()
    if known is not None:
        if known.code != code:
            raise AlreadySetUpError(organisation=known.code)
        return
    about = {name: told[name] for name in ("party", "synthetic")}
    kind = told["kind"] or ("party" if told["party"] else "agency")
    services.set_up(
        actor=links.SERVER,
        code=code,
        name=told["name"] or code,
        kind=kind,
        at=_now(),
        **about,
    )


def _ask() -> None:
    form_class = FirstAdministratorForm if _known() else SetUpForm
    click.echo(
        say(_("This installation is new. Answer a few questions to set it up.")),
        err=True,
    )
    answers: dict[str, Any] = {}
    form: Form = form_class()
    open_questions = list(form.fields)
    while open_questions:
        for name in open_questions:
            answers[name] = _answer(form, name)
        form = form_class(answers)
        for name, errors in form.errors.items():
            click.echo(
                f"{form.fields[name].label}: {' '.join(map(str, errors))}", err=True
            )
        open_questions = list(form.errors)
    _keep(form.cleaned_data)


def _answer(form: Form, name: str) -> Any:
    field = form.fields[name]
    words = str(field.label)
    if name == "synthetic":
        return click.confirm(words, default=False, err=True)
    if name == "kind":
        kinds = click.Choice(Installation.Kind.values)
        return click.prompt(words, type=kinds, err=True)
    if name in SECRET:
        return click.prompt(words, hide_input=True, err=True)
    default = None if field.required else ""
    return click.prompt(words, default=default, show_default=False, err=True)


def _keep(told: dict[str, Any]) -> None:
    if not _known():
        about = {name: told[name] for name in ABOUT}
        services.set_up(actor=links.SERVER, at=_now(), **about)
    links.first_administrator(
        username=told["username"], password=told["password1"], at=_now()
    )


def _known() -> bool:
    return Installation.objects.exists()


def _now() -> datetime:
    return datetime.now(UTC)
