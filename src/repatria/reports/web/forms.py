"""The questions about a report and about each of its drafts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.accountability.models import Allegation, Incident
from repatria.accountability.models.choices import (
    Act,
    AnswerKind,
    EvidenceKind,
    Subjects,
)
from repatria.accountability.models.choices import Modality as How
from repatria.accountability.queries import incidents_newest_first
from repatria.register.queries import party_names
from repatria.reports import queries
from repatria.reports.core import proposals as kinds
from repatria.reports.core.words import WHAT
from repatria.reports.models import Draft
from repatria.shared.text import say

# Each in its own words: whoever brings a report in it can read them.
LANGUAGES = (
    ("en", "English"),
    ("uk", "Українська"),
    ("ru", "Русский"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pt", "Português"),
    ("ar", "العربية"),
)
CLASSES = (
    ("", _("Not known")),
    ("party-official", _("A party's own office")),
    ("party-state-media", _("A party's state medium")),
    ("party-media", _("A medium of a party's country")),
    ("independent-agency", _("Independent agency")),
    ("independent-media", _("Independent medium")),
    ("monitor", _("Organisation that observes")),
)


def day(label: Any, help_text: Any = "") -> forms.DateField:
    """Return a question for a day that nobody may know."""
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, help_text=help_text, required=False, widget=picker
    )


def line(label: Any, help_text: Any = "", *, most: int = 200, **more: Any) -> Any:
    """Return a question answered in a line."""
    return forms.CharField(label=label, help_text=help_text, max_length=most, **more)


class IncidentChoice(forms.ModelChoiceField[Incident]):
    """A choice among incidents, by number and working name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return how an incident is called."""
        return f"{obj.ref}: {obj.outline.title}"


class StatementChoice(forms.ModelChoiceField[Any]):
    """A choice among statements, by who says them and in which words."""

    def label_from_instance(self, obj: Any) -> str:
        """Return who says it, and the words."""
        claim = obj.claim if isinstance(obj, Allegation) else obj
        return f"{claim.claimant}: {claim.quotation}"


class ReportForm(forms.Form):
    """A report pasted or uploaded, and what is known of it."""

    text = forms.CharField(
        label=_("Paste the text of the report"),
        widget=forms.Textarea(attrs={"rows": 12}),
        required=False,
    )
    file = forms.FileField(
        label=_("or choose its file"),
        help_text=_("Text, a web page, a letter (.eml) or JSON."),
        required=False,
    )
    published = day(
        _("When was it published?"),
        _("Weekdays and “yesterday” are counted from this day. Empty: not known."),
    )
    language = forms.ChoiceField(
        label=_("In which language?"),
        choices=[("", _("Find out")), *LANGUAGES],
        required=False,
    )
    medium = forms.ChoiceField(
        label=_("What kind of medium is it?"), choices=CLASSES, required=False
    )
    party = forms.ChoiceField(label=_("Of which party, if any?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "party", [("", _("None, or not known"))], party_names())

    def clean(self) -> dict[str, Any]:
        """Ask for a text or a file, one of them."""
        told: dict[str, Any] = super().clean() or {}
        if bool(told.get("text", "").strip()) == bool(told.get("file")):
            self.add_error(None, _("Paste the text of the report, or choose its file."))
        return told

    def source(self) -> str:
        """Return class and party as the reading takes them."""
        told = self.cleaned_data
        return f"{told['medium']}:{told['party']}" if told["medium"] else ""


def _offer(
    form: forms.Form, name: str, first: list[tuple[str, Any]], parties: dict[str, str]
) -> None:
    form.fields[name].choices = [*first, *parties.items()]  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """What a person confirms of a draft; it starts with what the draft says."""

    sides: tuple[str, ...] = ()

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        codes = {code: code for code in _codes(draft)} | party_names()
        for name in self.sides:
            _offer(self, name, self.first(name), codes)

    def first(self, name: str) -> list[tuple[str, Any]]:
        """Return the choices before the parties of the field ``name``."""
        del name
        return [("", _("None, or not known"))]

    def answers(self) -> dict[str, Any]:
        """Return what ``confirm`` takes."""
        return dict(self.cleaned_data)


def _codes(draft: Draft) -> Iterable[str]:
    """Return the parties that the report itself names; they may be known to nobody."""
    told = draft.value
    named = [told.get(key) for key in ("to", "side", "victims", "accused")]
    parties = queries.parties_in(draft.report)
    return [code for code in [*named, *parties] if code and code != "*"]


class NumberForm(DraftForm):
    """Who says how many of whose people came home."""

    sides = ("to",)
    claimant = line(_("Who says so?"))
    modality = forms.ChoiceField(label=_("How is it said?"), choices=How)
    to = forms.ChoiceField(label=_("Whose people came home?"))
    n = forms.IntegerField(
        label=_("How many?"),
        help_text=_("Empty: the report does not state it."),
        min_value=0,
        required=False,
    )
    what = forms.ChoiceField(label=_("Who is counted?"))
    approximate = forms.BooleanField(label=_("An approximate number"), required=False)
    event_on = day(_("On which day was the exchange?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(code, say(word)) for code, word in WHAT.items()]
        self.fields["what"].choices = words  # type: ignore[attr-defined]

    def first(self, name: str) -> list[tuple[str, Any]]:
        """Offer a side that is not told."""
        del name
        return [("*", _("Not told, or both together"))]


class SaidForm(DraftForm):
    """Who says so, for whom, and how."""

    sides: tuple[str, ...] = ("side",)
    claimant = line(_("Who says so?"), _("As the report names them, not a person."))
    side = forms.ChoiceField(label=_("For which party do they speak?"), required=False)
    modality = forms.ChoiceField(label=_("How is it said?"), choices=How)
    about = line(_("What is claimed, in a few words?"), most=300, required=False)


class ConditionForm(SaidForm):
    """A claim about how people are held, hanging on no incident."""

    sides = ("side", "captives_of", "holder")
    captives_of = forms.ChoiceField(label=_("About whose people?"))
    holder = forms.ChoiceField(label=_("Held by whom?"), required=False)


class IncidentForm(SaidForm):
    """A statement that can hang on an incident, known or opened with it."""

    incident = IncidentChoice(
        label=_("About which incident?"),
        queryset=Incident.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )
    new_title = line(
        _("or open a new one, called"),
        _("A working name that takes no side and names nobody."),
        required=False,
    )
    earliest = day(_("Earliest day it can have happened"))
    latest = day(_("Latest day"), _("Empty where nobody knows."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = incidents_newest_first()
        self.fields["incident"].queryset = held  # type: ignore[attr-defined]


class AllegationForm(IncidentForm):
    """What is alleged, of whom, and what the claimant calls it."""

    sides = ("side", "victims", "accused")
    act = forms.ChoiceField(label=_("What is alleged?"), choices=Act)
    victims = forms.ChoiceField(
        label=_("Whose people are the victims?"), required=False
    )
    accused = forms.ChoiceField(label=_("Who is accused?"), required=False)
    characterisation = line(_("What does the claimant call it in law?"), required=False)


class PatternForm(AllegationForm):
    """An alleged pattern: it hangs on no incident."""

    incident = None  # type: ignore[assignment]
    new_title = None
    earliest = None  # type: ignore[assignment]
    latest = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        DraftForm.__init__(self, *args, **kwargs)


class InferenceForm(PatternForm):
    """What the narrator reads into a statement of somebody else."""

    inferred_from: Any = StatementChoice(
        label=_("Read into which statement?"),
        queryset=None,
        required=False,
        empty_label=_("Into none recorded from this report"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = queries.statements_from(self.draft.report)
        self.fields["inferred_from"].queryset = held  # type: ignore[attr-defined]


class AnswerForm(SaidForm):
    """How a party meets an allegation; it settles nothing."""

    kind = forms.ChoiceField(label=_("How is it met?"), choices=AnswerKind)
    ground = line(_("On which ground in law?"), _("Such as AP I 37."), required=False)
    allegation = StatementChoice(
        label=_("Which allegation does it answer?"),
        queryset=Allegation.objects.none(),
        required=False,
        empty_label=_("None of these: the incident as a whole"),
    )
    incident = IncidentChoice(
        label=_("or which incident?"),
        queryset=Incident.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alleged = queries.allegations_from(self.draft.report)
        held = incidents_newest_first()
        self.fields["allegation"].queryset = alleged  # type: ignore[attr-defined]
        self.fields["incident"].queryset = held  # type: ignore[attr-defined]


class EvidenceForm(IncidentForm):
    """A recording that was announced; its file is not here yet."""

    sides = ()
    side = None  # type: ignore[assignment]
    modality = None  # type: ignore[assignment]
    kind = forms.ChoiceField(label=_("What is it?"), choices=EvidenceKind)
    sequence = forms.IntegerField(
        label=_("Which in the row of this incident?"),
        help_text=_("Counted from 1. Empty where the order is not known."),
        min_value=1,
        required=False,
    )
    subjects = forms.ChoiceField(
        label=_("Whom does it show?"),
        help_text=_("Prisoners are protected from public curiosity (GC III 13)."),
        choices=Subjects,
    )
    same_scene = forms.ChoiceField(
        label=_("Is it said to be from the same scene as another?"),
        choices=[("", _("That is not said")), *How.choices],
        required=False,
    )
    shows = forms.ChoiceField(
        label=_("How sure is the report of what it shows?"),
        choices=[("", _("That is not said")), *How.choices],
        required=False,
    )
    unseen = forms.BooleanField(
        label=_("Note that what lies between it and the item before is not seen"),
        required=False,
    )


class TestimonyForm(DraftForm):
    """What somebody who was held tells; of whom, nobody says."""

    speaker = line(_("Who tells it?"), _("As the report describes them."))


FORMS: dict[str, type[DraftForm]] = {
    kinds.COUNT: NumberForm,
    kinds.NOT_STATED: NumberForm,
    kinds.CONDITION: ConditionForm,
    kinds.ALLEGATION: AllegationForm,
    kinds.PATTERN: PatternForm,
    kinds.INFERENCE: InferenceForm,
    kinds.UNDERTAKING: IncidentForm,
    kinds.ANSWER: AnswerForm,
    kinds.EVIDENCE: EvidenceForm,
    kinds.TESTIMONY: TestimonyForm,
}


class TieForm(forms.Form):
    """Whether the person agreed, and what the testimony tells of denied care."""

    case_ref = line(_("Case number"), _("R-…"), most=20)
    consent = forms.ChoiceField(
        label=_("What did the person say about keeping it in their record?"),
        choices=[
            ("given", _("Agreed")),
            ("refused", _("Refused")),
            ("withdrawn", _("Takes an earlier consent back")),
        ],
        initial="refused",
    )
    condition = line(
        _("For which condition was care denied?"),
        _("Only if the testimony tells of it; goes to the medical record, sealed."),
        required=False,
    )
    duration_said = line(
        _("For how long, in the words of the report?"), most=80, required=False
    )
