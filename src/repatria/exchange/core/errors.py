"""Refusals of the exchange: of a list, of rules, of what cannot be computed."""

from __future__ import annotations

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class ExchangeRefusedError(RepatriaError):
    """A proposal cannot be made.  ``facts`` name files, rows, cases and rules."""

    code = "exchange.refused"
    what = _("No proposal could be made.")
    remedy = _("Correct the list or the rules, and run the command again.")


class ListUnreadableError(ExchangeRefusedError):
    """The file is no list of candidates."""

    code = "exchange.list-unreadable"
    what = _("{file} cannot be read as a list of candidates: {fault}.")
    remedy = _("Save it as CSV in UTF-8, with a header and equally long rows.")


class ColumnMissingError(ExchangeRefusedError):
    """A column without which nothing can be proposed is not there."""

    code = "exchange.column-missing"
    what = _("{file} has no column {columns}.")
    remedy = _("Name the columns id, holder and home; every other one may be absent.")


class ColumnTwiceError(ExchangeRefusedError):
    """Two columns have one name."""

    code = "exchange.column-twice"
    what = _("{file} has the column {columns} twice.")
    remedy = _("Rename or remove one of them.")


class ValueRefusedError(ExchangeRefusedError):
    """A cell holds what its column cannot hold.  The value itself is not repeated."""

    code = "exchange.value-refused"
    what = _("Row {row} of {file} cannot be used: its {column} is not {expected}.")
    remedy = _("Correct the row; leave the cell empty where nobody knows.")


class PartyUnknownError(ExchangeRefusedError):
    """Somebody is held by, or belongs to, a party that the rules do not name."""

    code = "exchange.party-unknown"
    what = _("Row {row} of {file}: the {column} is none of the parties {parties}.")
    remedy = _("Write the party as the rules write it, or add it to them.")


class HomeAlreadyError(ExchangeRefusedError):
    """Somebody is held by the party that he would go home to."""

    code = "exchange.held-at-home"
    what = _("Row {row} of {file}: holder and home are the same party.")
    remedy = _("Correct the row, or take it off the list.")


class CaseTwiceError(ExchangeRefusedError):
    """One case stands on the list twice."""

    code = "exchange.case-twice"
    what = _("Rows {rows} of {file} have the same id.")
    remedy = _("Decide which of them stands, and remove the others.")


class CaseOnBothSidesError(ExchangeRefusedError):
    """One case is said to be held by two parties."""

    code = "exchange.case-on-both-sides"
    what = _("Rows {rows} of {file} have the same id and different holders.")
    remedy = _("Find out who holds this person; nobody can be given by two parties.")


class GroupAcrossHoldersError(ExchangeRefusedError):
    """People who go together or not at all are held by different powers."""

    code = "exchange.group-across-holders"
    what = _("Rows {rows} of {file} are one group, {group}, with different holders.")
    remedy = _("Give each holder's people a group of their own, or none.")


class StaysWithHolderError(ExchangeRefusedError):
    """Somebody would go to the power that holds him."""

    code = "exchange.stays-with-holder"
    what = _("Row {row} of {file}: the destination is the holder.")
    remedy = _("Leave the destination empty for home, or take the row off the list.")


class CapturedLaterError(ExchangeRefusedError):
    """Somebody was captured after the day to which days in captivity are counted."""

    code = "exchange.captured-later"
    what = _("Row {row} of {file}: captured after the day of the rules, {day}.")
    remedy = _("Correct the day of capture or as_of, or leave the day empty.")


class NobodyGoesThereError(ExchangeRefusedError):
    """Seats are counted to a place that is no party, and where nobody goes."""

    code = "exchange.nobody-goes-there"
    what = _("At {rule}: {to} is no party, and nobody on the list goes there.")
    remedy = _("Write the place as the parties or the list write it.")


class CategoryOfNobodyError(ExchangeRefusedError):
    """Parity speaks of a category that nobody on the list has."""

    code = "exchange.category-of-nobody"
    what = _("At {rule}: nobody on the list has the category {category}.")
    remedy = _("Fill the column category as the rules write it, or count otherwise.")


class ListTooLongError(ExchangeRefusedError):
    """The list has more people, or more of anything, than can be answered for."""

    code = "exchange.list-too-long"
    what = _("{file} is longer than what one proposal is made for: {fault}.")
    remedy = _("Divide it: by party, by category, or by round.")


class RulesRefusedError(ExchangeRefusedError):
    """The rules do not say what rules must say."""

    code = "exchange.rules-not-read"
    what = _("The rules in {file} cannot be used: {fault}.")
    remedy = _("Compare them with the page on exchanges, and correct them.")


class RulesNotTomlError(RulesRefusedError):
    """The rules are not written as TOML is."""

    code = "exchange.rules-not-toml"
    what = _("The rules in {file} are not TOML: line {line}, column {column}.")
    remedy = _(
        "Look there for a missing quotation mark, bracket or equals sign, or for a key "
        "that stands twice."
    )


class RuleRefusedError(RulesRefusedError):
    """The rules do not say what rules must say, at one of their keys.

    ``example`` is how the key is written.
    """

    code = "exchange.rule-refused"
    what = _("The rules in {file} cannot be used, at {rule}: {fault}.")
    remedy = _("It is written so: {example}")


class RuleLineRefusedError(RuleRefusedError):
    """The same, where the text is there and its line is known."""

    code = "exchange.rules-refused"
    what = _("The rules in {file} cannot be used, line {line}, at {rule}: {fault}.")


class NoSuchRuleError(RuleRefusedError):
    """A tier or a category names a rule that is not in the rulebook."""

    code = "exchange.no-such-rule"
    remedy = _("Use one of: {known}.")


class NoSuchRuleOnLineError(NoSuchRuleError):
    """The same, where the line is known."""

    code = "exchange.no-such-rule-on-line"
    what = RuleLineRefusedError.what


class RuleNotSupportedError(ExchangeRefusedError):
    """A rule that this version does not know how to keep."""

    code = "exchange.rule-not-supported"
    what = _("The rule {rule} is not supported: {reason}.")
    remedy = _("Take it out, or decide these cases by hand; nothing was proposed.")


class LotBrokenError(ExchangeRefusedError):
    """The secrets shown are not those committed to, or do not make the seed."""

    code = "exchange.lot-not-as-committed"
    what = _("The lot is not as it was committed to: {file}.")
    remedy = _("Ask each party for the secret it committed to, and draw again.")


class ValueUnknownError(ExchangeRefusedError):
    """Parity is by value, and nobody has said what a person counts."""

    code = "exchange.value-unknown"
    what = _("Parity is by value, and case {case} has none.")
    remedy = _("Give the case a value, or its rank a value in the table of parity.")


class CaseNotListedError(ExchangeRefusedError):
    """A counter-proposal or a valuation names somebody who is not on the list."""

    code = "exchange.case-not-listed"
    what = _("Not on the list: {cases}.")
    remedy = _("Compare the case numbers with the list of candidates.")


class AskedBothWaysError(ExchangeRefusedError):
    """A counter-proposal asks that somebody goes and that the same person does not."""

    code = "exchange.asked-both-ways"
    what = _("Asked for and asked away: {cases}.")
    remedy = _("Name each person once.")


class CounterUnreadableError(ExchangeRefusedError):
    """A file of what the other side asks, or of the list before, is none."""

    code = "exchange.counter-unreadable"
    what = _("The file {file} cannot be used: {fault}.")
    remedy = _(
        "What is asked is TOML with the lists wanted and unwanted, each of case "
        "numbers; the list before is a proposal.json."
    )


class OneWithoutTheOtherError(ExchangeRefusedError):
    """A counter-proposal without what stood before it, or the other way round."""

    code = "exchange.counter-alone"
    what = _("A counter-proposal is answered from what stood before: one is missing.")
    remedy = _("Name both --before and --counter, or neither.")


class TimeTooShortError(ExchangeRefusedError):
    """The time was over before any list was found that keeps the rules."""

    code = "exchange.time-too-short"
    what = _("The time was over before any list that keeps the rules was found.")
    remedy = _("Give more time, or fewer rules; nothing was proposed.")
