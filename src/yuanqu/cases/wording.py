"""The sentence for each refusal of cases, of their workflow and of their forms."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    # who may
    "cases.not_visible": _("There is no such case, or it is not yours to see."),
    "cases.not_for_such_applicants": _(
        "This matter is not open to applicants of this kind. Choose in whose name you apply."
    ),
    "cases.not_editable": _("What was sent cannot be changed, unless corrections are asked for."),
    "cases.not_your_matter": _(
        "Your mandate does not cover this matter. Ask whoever gives mandates in the park."
    ),
    "cases.own_case": _("You belong to the applicant's side; somebody else must judge this case."),
    "cases.own_objection": _("You made this objection; somebody else must answer it."),
    "cases.decided_by_another": _(
        "You took this case up or reviewed it; somebody else must decide it."
    ),
    "cases.with_somebody_else": _(
        "This case sits with %(by)s. Take it over first; that is recorded."
    ),
    "cases.not_a_colleague": _(
        "%(name)s cannot take this on: choose another official with a mandate for it."
    ),
    "cases.not_your_delegation": _("Only the people between whom it was agreed may end it."),
    # who came too late
    "cases.already_decided": _("%(by)s decided this case on %(at)s. Look at it again."),
    "cases.moved_on": _("%(by)s moved this case on at %(at)s. Look at it again."),
    "cases.move_not_there": _("This step is not there for a case in this state."),
    "cases.edited_meanwhile": _(
        "Somebody saved this draft after you opened it. Open it again; what you typed is not lost "
        "as long as you keep this page."
    ),
    # drafts, files, submission
    "cases.no_such_matter": _("There is nothing called “%(matter)s” to apply for at the moment."),
    "cases.too_many_drafts": _(
        "There are already %(most)s drafts of this matter. Finish or discard one first."
    ),
    "cases.not_a_draft": _("Only a draft can be discarded. Withdraw the application instead."),
    "cases.answers_refused": _("The form is not complete yet: %(count)s answers need attention."),
    "cases.no_such_question": _("The form has no question “%(field)s” of this kind."),
    "cases.no_such_file": _("There is no such file."),
    "cases.file_ending": _("This question takes files ending in %(endings)s."),
    "cases.too_many_files": _("A case holds at most %(most)s files."),
    "cases.archive_bomb": _("This archive unpacks to far more than it says. It was not taken."),
    "cases.archive_unreadable": _("This archive cannot be read, or it is locked by a password."),
    "cases.malware": _("The scanner found something harmful in this file. It was not taken."),
    "cases.scanner_failed": _(
        "The file could not be scanned, so it was not taken. Try again in a while."
    ),
    "cases.one_open_already": _(
        "There is an open case about the same thing already. Wait until it is decided."
    ),
    "cases.reply_malformed": _("A reply belongs to an entry of the list and is not too long."),
    # the desk
    "cases.corrections_missing": _("List what is missing: one to %(most)s entries."),
    "cases.correction_unclear": _(
        "Say in each entry what is missing, in at most %(most)s characters."
    ),
    "cases.no_such_outcome": _("A decision approves or rejects."),
    "cases.reasons_missing": _("Give the reasons, in at most %(most)s characters."),
    "cases.reasons_too_long": _("The reasons have at most %(most)s characters."),
    "cases.matter_malformed": _("One of the matters is not written as a matter's code."),
    "cases.absent_already": _("You are away in part of this time already."),
    "cases.stand_in_ends_before_it_begins": _("The end must come after the start, and after now."),
    # objections
    "cases.objection_unsigned": _("Sign the objection with your name."),
    "cases.objection_without_statement": _(
        "Say what you object to, in at most %(most)s characters."
    ),
    "cases.objection_waits": _("Your first objection to this case waits for its answer."),
    "cases.objection_answered": _("This objection was answered already."),
    # notices
    "cases.no_verified_number": _("Verify your telephone number first, then choose text messages."),
    "cases.no_wecom_account": _("Give your WeCom account, then choose WeCom."),
    # what was done in an organization's name, or between colleagues
    "cases.acted_submit": _("Submitted an application"),
    "cases.acted_resubmit": _("Sent corrections to an application"),
    "cases.acted_withdraw": _("Withdrew an application"),
    "cases.acted_delegate": _("Let a colleague act in their name"),
    "cases.acted_absence": _("Named a substitute for an absence"),
    # the workflow engine
    "workflow.move_not_allowed": _("This step is not there for a case in this state."),
    "workflow.not_your_part": _("This step is somebody else's to take."),
    "workflow.corrections_once": _(
        "Corrections are asked for once, with everything that is missing. That was done already."
    ),
    "workflow.corrections_too_late": _(
        "Corrections could be asked for until %(day)s. The case counts as accepted since it came "
        "in; accept it."
    ),
    "workflow.reply_awaited": _("The applicant may still answer until %(day)s."),
    "workflow.in_publicity": _(
        "The case is in publicity until %(day)s; it can be decided after that day."
    ),
    "workflow.objections_unanswered": _(
        "Objections that wait for an answer: %(count)s. Answer them before the decision."
    ),
    "workflow.not_in_publicity": _("Objections are taken while a case is in publicity."),
    "workflow.publicity_over": _("Objections were taken until %(day)s."),
    "workflow.not_delivered": _("Deliver the decision before you archive the case."),
    # the forms engine
    "forms.required": _("This answer is needed."),
    "forms.unknown_field": _("The form has no such question."),
    "forms.not_text": _("Write text here."),
    "forms.hidden_characters": _("There are characters in this text that cannot be seen."),
    "forms.too_long": _("These are %(length)s characters; at most %(most)s are taken."),
    "forms.too_short": _("These are %(length)s characters; at least %(least)s are needed."),
    "forms.malformed": _("This is not written in the form that is asked for."),
    "forms.not_whole_number": _("Write a whole number."),
    "forms.below_least": _("The least is %(least)s."),
    "forms.above_most": _("The most is %(most)s."),
    "forms.not_a_date": _("Write a day as 2026-02-14."),
    "forms.too_early": _("The earliest day is %(earliest)s."),
    "forms.too_late": _("The latest day is %(latest)s."),
    "forms.not_a_choice": _("Choose one of the answers that are offered."),
    "forms.too_few_choices": _("Choose at least %(least)s."),
    "forms.too_many_choices": _("Choose at most %(most)s."),
    "forms.not_yes_or_no": _("Answer yes or no."),
    "forms.must_be_yes": _("It cannot go on without a yes here."),
    "forms.must_be_no": _("It cannot go on without a no here."),
    "forms.not_a_party": _("Choose an organization or a person."),
    "forms.no_such_party": _("There is no such organization or person."),
    "forms.not_a_file": _("Add a file."),
    "forms.too_few_files": _("Add at least %(least)s files."),
    "forms.too_many_files": _("Add at most %(most)s files."),
    # the calendar of working days
    "calendar.year_unknown": _("The holidays of %(year)s are not known yet."),
    "calendar.malformed": _("The notice about holidays cannot be read: %(text)s"),
    "calendar.negative_count": _("A term has no fewer than zero working days, not %(count)s."),
    "calendar.end_before_start": _("%(end)s comes before %(start)s."),
}
