"""The questions an investigator answers, each in its own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.accountability import queries
from repatria.accountability.core.intervals import Interval
from repatria.accountability.core.levels import CREDIBILITY, LEVELS, RELIABILITY
from repatria.accountability.core.said import INFERRED, Said
from repatria.accountability.models.choices import (
    Act,
    AnswerKind,
    Consent,
    EvidenceKind,
    Modality,
    PlacePrecision,
    SceneKind,
    State,
    Subjects,
)
from repatria.accountability.services import Role, Upload
from repatria.register.queries import party_names
from repatria.shared.text import say


def day(label: Any, help_text: Any = "") -> forms.DateField:
    """Return a question for a day that nobody may know."""
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, help_text=help_text, required=False, widget=picker
    )


def words(label: Any, help_text: Any = "", *, most: int = 200, **more: Any) -> Any:
    """Return a question answered in a line."""
    return forms.CharField(label=label, help_text=help_text, max_length=most, **more)


class ActForm(forms.Form):
    """Questions about ``thing``: the incident, item or statement they are asked of."""

    def __init__(self, *args: Any, thing: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing = thing
        sides = [("", _("None, or not known")), *party_names().items()]
        for name in ("side", "victims", "accused", "captives_of", "holder"):
            if name in self.fields:
                choice = self.fields[name]
                choice.choices = sides  # type: ignore[attr-defined]


class SaidForm(ActForm):
    """Who says so, how, and in which words."""

    claimant = words(_("Who says so?"), _("As the report names them, not a person."))
    side = forms.ChoiceField(label=_("For which party do they speak?"), required=False)
    modality = forms.ChoiceField(label=_("How is it said?"), choices=Modality)
    quotation = forms.CharField(
        label=_("In which words?"),
        help_text=_("Exactly as written, in its own language."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    about = words(_("What is claimed, in a few words?"), required=False, most=300)
    said_on = day(_("On which day?"), _("Of the statement, not of the event."))
    report_ref = words(
        _("In which report?"), _("Its number, P-…"), required=False, most=20
    )

    def said(self) -> Said:
        """Return what was said."""
        told = self.cleaned_data
        names = ("claimant", "side", "modality", "quotation", "about", "said_on")
        inferred = told.get("inferred_from") or None
        return Said(
            **{name: told[name] for name in names},
            report_ref=told["report_ref"],
            inferred_from=int(inferred) if inferred else None,
        )


class IncidentForm(ActForm):
    """When and where something may have happened."""

    title = words(
        _("What shall it be called here?"),
        _("A working name that takes no side and names nobody."),
    )
    earliest = day(_("What is the earliest day it can have happened?"))
    latest = day(
        _("And the latest?"), _("Leave both empty where nobody knows; that is allowed.")
    )
    place = words(_("Where?"), required=False)
    precision = forms.ChoiceField(
        label=_("How closely is the place known?"), choices=PlacePrecision
    )
    basis = words(_("What do day and place rest on?"), required=False, most=300)

    def told(self) -> dict[str, Any]:
        """Return what the services ask for."""
        answers = dict(self.cleaned_data)
        when = Interval(answers.pop("earliest"), answers.pop("latest"))
        return {**answers, "when": when}


class AllegationForm(SaidForm):
    """What is alleged, by whom, against whom, and what they call it."""

    act = forms.ChoiceField(label=_("What is alleged?"), choices=Act)
    characterisation = words(
        _("What does the claimant call it in law?"),
        _("In their words, such as war crime. It is not our finding."),
        required=False,
    )
    omission = forms.BooleanField(label=_("Something was left undone"), required=False)
    victims = forms.ChoiceField(
        label=_("Whose people are the victims?"), required=False
    )
    victims_described = words(_("How are they described?"), required=False)
    victims_number = forms.IntegerField(
        label=_("How many are they?"),
        help_text=_("Empty: not stated, which is not zero."),
        min_value=0,
        required=False,
    )
    accused = forms.ChoiceField(label=_("Who is accused?"), required=False)
    accused_described = words(_("How are the accused described?"), required=False)

    def roles(self) -> tuple[Role, ...]:
        """Return who has which part."""
        told = self.cleaned_data
        return (
            Role(
                "victim",
                told["victims"],
                told["victims_described"],
                told["victims_number"],
            ),
            Role("accused", told["accused"], told["accused_described"]),
        )


class ConditionsAllegationForm(AllegationForm):
    """An allegation that hangs on no incident, perhaps read into a statement."""

    inferred_from = forms.ChoiceField(
        label=_("Into which statement does the narrator read it?"),
        help_text=_("Only for what is inferred; its speaker did not say it."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [
            (str(one.claim_id), f"{one.claim.claimant}: {one.claim.quotation[:60]}")
            for one in queries.conditions()
        ]
        choice = self.fields["inferred_from"]
        choice.choices = [("", _("None")), *held]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse to let a speaker's own words rest on another statement."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("inferred_from") and told.get("modality") != INFERRED:
            self.add_error(
                "modality", _("Choose “inferred by the narrator”, or no statement.")
            )
        return told


class ConditionForm(SaidForm):
    """A claim about conditions of captivity."""

    captives_of = forms.ChoiceField(label=_("Whose people does it speak of?"))
    holder = forms.ChoiceField(label=_("Who holds them?"), required=False)


class AllegationAnswerForm(SaidForm):
    """How a party meets one allegation."""

    kind = forms.ChoiceField(label=_("How does it meet it?"), choices=AnswerKind)
    ground = words(
        _("On which legal ground?"),
        _("The article it rests on, such as AP I 37."),
        required=False,
        most=60,
    )
    asked_on = day(_("When were they asked?"), _("For a silence."))


class AnswerForm(AllegationAnswerForm):
    """How a party meets what is alleged about an incident, or one part of it."""

    allegation = forms.ChoiceField(label=_("What does it answer?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alleged = [
            (str(one.pk), f"{one.claim.claimant}: {one.get_act_display()}")
            for one in queries.allegations_of(self.thing)
        ]
        choice = self.fields["allegation"]
        choice.choices = [("", _("All of it")), *alleged]  # type: ignore[attr-defined]


class EvidenceForm(SaidForm):
    """A thing that is said to show something, with its file or without."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=EvidenceKind)
    sequence = forms.IntegerField(
        label=_("Which place has it in the sequence?"),
        help_text=_("Counted from 1. Empty: the order is not known."),
        min_value=1,
        max_value=999,
        required=False,
    )
    subjects = forms.ChoiceField(
        label=_("Whom does it show?"),
        help_text=_("Prisoners and returned persons are protected: GC III 13."),
        choices=Subjects,
    )
    file = forms.FileField(
        label=_("The file, if it is held"),
        help_text=_("It is sealed as it is. Empty: announced, not held."),
        required=False,
    )
    received_from = words(_("From whom was it received?"), required=False)
    address = words(_("From which address was it taken?"), required=False, most=500)

    def upload(self) -> Upload | None:
        """Return the file, None where there is none."""
        return uploaded(self.cleaned_data)


class FileForm(ActForm):
    """The file of an item that was announced before."""

    file = forms.FileField(label=_("The file"), allow_empty_file=True)
    received_from = words(_("From whom was it received?"), required=False)
    address = words(_("From which address was it taken?"), required=False, most=500)

    def upload(self) -> Upload:
        """Return the file."""
        return uploaded(self.cleaned_data) or Upload(b"")


def uploaded(told: dict[str, Any]) -> Upload | None:
    """Return the bytes that were sent, None where no file was chosen."""
    file = told.get("file")
    if file is None:
        return None
    return Upload(file.read(), told["received_from"], told["address"])


class SceneForm(SaidForm):
    """What somebody claims about an item."""

    kind = forms.ChoiceField(label=_("What is claimed about it?"), choices=SceneKind)
    same_as = forms.ChoiceField(
        label=_("From the same scene as which item?"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = queries.others_of(self.thing)
        choice = self.fields["same_as"]
        choice.choices = [  # type: ignore[attr-defined]
            ("", _("The scene as a whole")),
            *((item.ref, item.ref) for item in others),
        ]


class UnseenForm(ActForm):
    """Between which two items something was not shown."""

    after = forms.ChoiceField(label=_("After which item?"))
    length_said = words(
        _("How long is it, as far as anybody says?"), required=False, most=120
    )
    matters = words(_("What turns on it?"), required=False, most=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = queries.neighbours(self.thing)
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            (first.ref, f"{first.sequence} → {second.sequence}")
            for first, second in self.pairs
        ]


class ShownConsentForm(ActForm):
    """Whether those shown agreed."""

    consent = forms.ChoiceField(label=_("Did those shown agree?"), choices=Consent)
    basis = words(_("How is it known?"), required=False, most=300)


class ReasonForm(ActForm):
    """Why somebody does what leaves a trace."""

    reason = words(_("Why?"), _("Without anybody's name; it is recorded."), most=300)


class MovedForm(ReasonForm):
    """Where a file was taken."""

    place = words(_("Where was it taken or sent?"))


class UndertakingForm(SaidForm):
    """What somebody vowed."""

    due_on = day(_("By when, if they said so?"))


class ProceedingForm(ActForm):
    """A case that some authority opened."""

    body = words(_("Which authority?"))
    jurisdiction = words(_("Under whose law?"), most=120)
    offence = words(_("For what offence?"), required=False)
    on = day(_("Opened on which day?"))
    said_by = words(_("Who says so?"))


class StateForm(ActForm):
    """How far a proceeding has come."""

    state = forms.ChoiceField(label=_("To which state did it come?"), choices=State)
    on = day(_("On which day?"))
    said_by = words(_("Who says so?"))


class AssessmentForm(ActForm):
    """How far something is established, and on what footing."""

    level = forms.ChoiceField(label=_("How far is it established?"))
    source_reliability = forms.ChoiceField(label=_("How reliable is the source?"))
    content_credibility = forms.ChoiceField(label=_("How credible is the content?"))
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}))
    sampling_note = words(
        _("What could be looked at, and what not?"), required=False, most=300
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, told, usual in (
            ("level", LEVELS, "unassessed"),
            ("source_reliability", RELIABILITY, "F"),
            ("content_credibility", CREDIBILITY, "6"),
        ):
            choice = self.fields[name]
            choice.choices = [  # type: ignore[attr-defined]
                (str(code), say(text)) for code, text in told.items()
            ]
            choice.initial = usual


class InstanceForm(ReasonForm):
    """Which incident counts, or no longer counts, as an instance."""

    incident = forms.ChoiceField(label=_("Which incident?"))
    counted = forms.ChoiceField(
        label=_("Does it count?"),
        choices=[
            ("yes", _("It counts as an instance")),
            ("no", _("It no longer counts")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incident"].choices = [  # type: ignore[attr-defined]
            (one.ref, f"{one.ref}: {one.outline.title}")
            for one in queries.incidents_newest_first()
        ]


class TieForm(ActForm):
    """Whether a person agrees that a statement stands in their record."""

    case_ref = words(_("Which case?"), _("The case number, R-…"), most=20)
    consent = forms.ChoiceField(
        label=_("What did the person answer?"),
        choices=[(one.value, one.label) for one in Consent if one != Consent.UNKNOWN],
    )
