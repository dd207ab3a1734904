"""One report read sentence by sentence, until its totals are public."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

import repatria.reports
from tests.journeys.looking import nothing_to_complain_of
from tests.journeys.offices import Office, Three

RETOLD = Path(repatria.reports.__file__).parent / "data" / "founding_report.json"
INVESTIGATOR, NEGOTIATOR = "investigator", "negotiator"
KILLING = "Shooting of soldiers who had given themselves up"


def test_one_report_becomes_claims_answers_and_totals(
    three_at: Callable[[str], Three],
) -> None:
    three = three_at("told")
    office = three.north
    report = the_report_is_pasted_and_read(office)
    every_draft_is_confirmed(office, report)
    two_counts_stand_side_by_side_and_one_is_not_stated(office)
    a_claim_about_conditions_hangs_on_no_incident(office)
    incident = allegation_and_answer_stand_side_by_side(office)
    nobody_saw_what_lies_between_two_clips(office, incident)
    whoever_came_home_is_protected_from_curiosity(office)
    what_the_narrator_infers_is_not_what_the_speaker_said(office)
    a_pattern_counts_its_instances_apart(office, incident)
    a_vow_stands_beside_what_came_of_it(office, incident)
    a_second_person_publishes_totals(office)
    everybody_may_read_them(office)
    nothing_to_complain_of(three, "reports", "accountability", "publication")


def the_report_is_pasted_and_read(office: Office) -> str:
    """Return the number of the report."""
    retold = json.loads(RETOLD.read_text(encoding="utf-8"))
    page = office.open(INVESTIGATOR, "/reports/new/")
    page.fill("[name=text]", retold["text"])
    page.fill("[name=published]", retold["published"])
    page.select_option("[name=medium]", "party-state-media")
    page.select_option("[name=party]", "NORLAND")
    page.click("main form button.btn-primary")
    expect(page.locator("main .report-text")).to_contain_text("Norlandic captives")
    assert page.locator(".report-text mark").count() >= 10
    kinds = page.locator("main article h3 [class^=span-]").all_inner_texts()
    for kind in ("number", "number not stated", "narrator infers", "testimony"):
        assert kind in kinds
    return page.url.split("#")[0].rstrip("/").rsplit("/", 1)[1]


def every_draft_is_confirmed(office: Office, report: str) -> None:
    """Confirm each draft, the killing first: others hang on its incident."""
    page = office.open(INVESTIGATOR, f"/reports/{report}/")
    numbers = [
        str(one).rsplit("-", 1)[1]
        for one in page.locator("main article").evaluate_all(
            "drafts => drafts.map(draft => draft.id)"
        )
    ]
    for number in sorted(numbers, key=lambda number: not _is_killing(page, number)):
        page = office.open(INVESTIGATOR, f"/reports/{report}/drafts/{number}/confirm/")
        _answer_beside(page)
        page.click("main form button.btn-primary")
        assert page.url.endswith(f"#draft-{number}"), page.inner_text("main")
    expect(page.locator("main article a", has_text="Confirm")).to_have_count(0)


def _is_killing(page: Page, number: str) -> bool:
    return "killing; victims" in page.inner_text(f"#draft-{number}") and (
        "pattern" not in page.inner_text(f"#draft-{number} h3")
    )


def _answer_beside(page: Page) -> None:
    """Say what a draft does not say itself: which incident, and whom a clip shows."""
    if _chosen(page, "act") == "killing" and page.locator("[name=new_title]").count():
        page.fill("[name=new_title]", KILLING)
        page.fill("[name=earliest]", "2022-11-01")
        page.fill("[name=latest]", "2022-11-20")
    elif _chosen(page, "kind") == "footage":
        page.select_option("[name=subjects]", "returnees")
    elif page.locator("main [name=subjects]").count():
        page.select_option("[name=subjects]", "captives")
        page.select_option("[name=incident]", index=1)
    elif _chosen(page, "act") in ("", "perfidy") and (
        page.locator("main [name=new_title]").count()
    ):
        page.select_option("[name=incident]", index=1)


def _chosen(page: Page, name: str) -> str:
    field = page.locator(f"main select[name={name}]")
    return field.input_value() if field.count() else ""


def two_counts_stand_side_by_side_and_one_is_not_stated(office: Office) -> None:
    """F1, F2, F9: some 50, a number not stated, and 36 the day before."""
    page = office.open(NEGOTIATOR, "/exchanges/counts/")
    for _count in range(page.locator("main form").count()):
        form = page.locator("main form").first
        day = page.locator("main .panel time").first.get_attribute("datetime")
        form.locator("select").select_option(index=2 if day == "2022-11-24" else 1)
        form.locator("button").click()
        expect(page.locator("main")).to_contain_text("now stands with its round.")
    page = office.open(NEGOTIATOR, "/exchanges/")
    page.locator("main tbody th a").first.click()
    rounds = page.locator("main section[aria-labelledby^=round-]")
    wednesday, thursday = rounds.nth(0), rounds.nth(1)
    expect(wednesday.locator(".claims")).to_contain_text(["36"])
    ours, theirs = thursday.locator(".claims").all()
    expect(ours).to_contain_text("some 50")
    expect(theirs).to_contain_text("Not stated")
    assert "50" not in theirs.locator(".big").all_inner_texts()


def a_claim_about_conditions_hangs_on_no_incident(office: Office) -> None:
    """F3: a ministry says that they were in mortal danger."""
    page = office.open(INVESTIGATOR, "/conditions/")
    expect(page.locator("main")).to_contain_text("mortal danger")
    expect(page.locator("main")).to_contain_text("Defence Ministry")


def allegation_and_answer_stand_side_by_side(office: Office) -> str:
    """F11, F16: a war crime, says one side; justified, says the other."""
    page = office.open(INVESTIGATOR, "/incidents/")
    page.locator("main a", has_text=KILLING).click()
    main = page.locator("main")
    expect(main).to_contain_text("war crime")
    expect(main).to_contain_text("perfidy")
    expect(main).to_contain_text("An answer is neither denial nor proof by itself.")
    expect(main.get_by_role("heading", name="Justifies").first).to_be_visible()
    return page.url.rstrip("/").rsplit("/", 1)[1]


def nobody_saw_what_lies_between_two_clips(office: Office, incident: str) -> None:
    """F14, F15: an unseen interval, and a scene that is only believed the same."""
    page = office.open(INVESTIGATOR, f"/incidents/{incident}/")
    main = page.locator("main")
    if not main.get_by_text("Nobody says how long").count():
        page.goto(f"{page.url}unseen/")
        page.locator("main [name=after]").select_option(index=1)
        page.click("main form button.btn-primary")
    expect(main).to_contain_text("Not seen by anybody")
    expect(main).to_contain_text("Nobody says how long")
    scene = main.locator("tr", has_text="That it is from the same scene")
    expect(scene).to_contain_text("believed")
    expect(scene).to_contain_text("What it shows")
    expect(scene).to_contain_text("purported")


def whoever_came_home_is_protected_from_curiosity(office: Office) -> None:
    """F4: footage of people who came home is announced, blurred, and not shown."""
    page = office.open(INVESTIGATOR, "/evidence/")
    page.locator("main tr", has_text="Footage").locator("a").first.click()
    main = page.locator("main")
    expect(main).to_contain_text("Returned persons")
    expect(main).to_contain_text("Protected from public curiosity (GC III 13)")
    expect(main).to_contain_text("Veiled: nothing of the original is drawn here")
    page.locator("main a[href$='/consent/']").first.click()
    expect(page.locator("main form [name=consent]").first).to_be_attached()


def what_the_narrator_infers_is_not_what_the_speaker_said(office: Office) -> None:
    """F10: "evidently alluding to" is the narrator's layer, and says so."""
    page = office.open(INVESTIGATOR, "/conditions/")
    expect(page.locator("main")).to_contain_text("narrator infers")


def a_pattern_counts_its_instances_apart(office: Office, incident: str) -> None:
    """F12: a common practice, says the ministry; which instances, nobody said."""
    page = office.open(INVESTIGATOR, "/incidents/")
    pattern = "main a[href^='/patterns/']:not([href='/patterns/new/'])"
    page.locator(pattern).first.click()
    expect(page.locator("main")).to_contain_text("common practice")
    page.locator("main a[href$='/instance/']").first.click()
    page.locator("[name=incident]").select_option(index=0)
    page.fill("[name=reason]", "The claimant speaks of it in the same sentence.")
    page.click("main form button.btn-primary")
    instances = page.locator(f"main a[href$='/incidents/{incident}/']")
    expect(instances.first).to_contain_text(KILLING)


def a_vow_stands_beside_what_came_of_it(office: Office, incident: str) -> None:
    """F13: who vowed what, and the proceeding that was opened or was not."""
    page = office.open(INVESTIGATOR, "/undertakings/")
    expect(page.locator("main")).to_contain_text("bring them to justice")
    page.goto(office.served.url(f"/incidents/{incident}/proceeding/"))
    page.fill("[name=body]", "Military prosecutor of Norland (invented)")
    page.fill("[name=jurisdiction]", "Norland")
    page.fill("[name=said_by]", "Norlandic Defence Ministry")
    page.click("main form button.btn-primary")
    expect(page.locator("main")).to_contain_text("Military prosecutor of Norland")


def a_second_person_publishes_totals(office: Office) -> None:
    page = office.open("publication-officer", "/publication/")
    page.click("main form[action$='/propose/'] button")
    expect(page.locator("main")).to_contain_text("You proposed this.")
    assert page.locator("form[action$='/publish/']").count() == 0
    proposal = page.url.split(office.served.url("/"))[1]
    second = office.open("publication-officer-2", f"/{proposal}")
    second.click("form[action$='/publish/'] button")
    expect(second.locator("main")).to_contain_text("Published.")


def everybody_may_read_them(office: Office) -> None:
    context = office.browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(office.served.url("/totals/"))
    expect(page.locator("main")).to_contain_text("Norland")
    assert page.locator("svg").count() >= 1
    assert page.locator("table").count() >= 1
    shown = page.inner_text("body")
    assert "R-" not in shown
    context.close()
