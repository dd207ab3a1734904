"""The reader's words for what drafts hold."""

from __future__ import annotations

from repatria.shared.text import mark as _

STATUS = {
    "conducted": _("carried out"),
    "planned": _("planned"),
    "mentioned": _("mentioned"),
    "none": _("no exchange reported"),
}
WHAT = {
    "all": _("people"),
    "military": _("military"),
    "civilians": _("civilians"),
    "wounded": _("wounded"),
    "bodies": _("bodies of the dead"),
}
MODALITY = {
    "said": _("said"),
    "claimed": _("claimed"),
    "purported": _("purported"),
    "denied": _("denied"),
    "believed": _("believed"),
    "inferred": _("inferred by the narrator"),
}
ALLEGED = {
    "killing": _("killing"),
    "torture": _("torture"),
    "mistreatment": _("mistreatment"),
    "denial_of_medical_care": _("denial of medical care"),
    "sexual_violence": _("sexual violence"),
    "abduction": _("abduction"),
    "unlawful_detention": _("unlawful detention"),
    "perfidy": _("perfidy"),
    "public_humiliation": _("public humiliation"),
    "forced_labour": _("forced labour"),
    "other": _("something else"),
}
RECORDED = {
    "footage": _("footage"),
    "video": _("video"),
    "photo": _("photograph"),
}
# What a claim is about, in the packs' own few words.
ABOUT = {
    "mortal danger": _("mortal danger"),
    "inhumane conditions": _("inhumane conditions"),
    "hunger": _("hunger"),
    "bring the perpetrators to justice": _("bring the perpetrators to justice"),
    "punish those responsible": _("punish those responsible"),
    "investigate": _("investigate"),
    "bring the remaining prisoners home": _("bring the remaining prisoners home"),
}
ANSWERS = {
    "justifies": _("justifies"),
    "denies": _("denies"),
    "disputes_facts": _("disputes the facts"),
    "counter_accuses": _("accuses in return"),
}
