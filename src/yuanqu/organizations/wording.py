"""The sentence for each refusal of the register."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "organizations.name_missing": _("Give the organization's name."),
    "organizations.too_long": _("This text is too long; at most %(most)s characters are kept."),
    "organizations.two_current_names": _(
        "An organization has one current name in each language. Rename it instead."
    ),
    "organizations.same_name": _("The organization already has this name."),
    "organizations.current_name_has_no_end": _(
        "A current name has no last day. Enter it as a former name."
    ),
    "organizations.name_ends_before_it_begins": _("The name ends before it begins."),
    "organizations.renamed_before": _(
        "The present name holds since %(day)s; a new one can only begin after that day."
    ),
    "organizations.day_in_the_future": _("This day lies in the future."),
    "organizations.unknown_choice": _("One of the choices is not on its list. Choose again."),
    "organizations.another_sort_of_party": _(
        "An organization, a consortium and the park are different sorts of party. Register a new "
        "one instead."
    ),
    "organizations.identifier_taken": _("The number %(value)s already belongs to an organization."),
    "organizations.identifier_already_held": _(
        "The organization already has a number of this kind."
    ),
    "organizations.number_length": _("Give the number; at most %(most)s characters are kept."),
    "uscc.length": _("A credit code has %(expected)s characters; this one has %(found)s."),
    "uscc.character": _("The credit code cannot have “%(character)s” in place %(position)s."),
    "uscc.check_digit": _(
        "The check character of the credit code %(text)s is wrong. Compare it with the certificate."
    ),
    "lei.length": _("An LEI has %(expected)s characters; this one has %(found)s."),
    "lei.character": _("The LEI cannot have “%(character)s” in place %(position)s."),
    "lei.check_digit": _("The check digits of the LEI %(text)s are wrong. Compare it again."),
    "ror.length": _("A ROR has %(expected)s characters; this one has %(found)s."),
    "ror.character": _("The ROR cannot have “%(character)s” in place %(position)s."),
    "ror.check_digit": _("The check digits of the ROR %(text)s are wrong. Compare it again."),
    "industry.malformed": _(
        "“%(text)s” is not an industry code. Codes of GB/T 4754-2017 look like C2710."
    ),
    "industry.other_section": _(
        "The digits of the industry code %(text)s do not belong to its letter."
    ),
    "industry.unknown": _("The list of GB/T 4754-2017 has no industry %(text)s."),
    "industry.line": _("Line %(line)s of the list of industries cannot be read: %(text)s"),
    "industry.list_not_whole": _(
        "The list of industries is not whole: it needs all sections, and what each code belongs to "
        "(missing: %(missing)s)."
    ),
    # files that cannot be read
    "import.empty": _("The file holds nothing. Choose the right file."),
    "import.encoding": _(
        "Line %(line)s is neither UTF-8 nor GB 18030 (GBK). Save the file as “CSV UTF-8” or .xlsx."
    ),
    "import.utf16": _("The file is in UTF-16. Save it as “CSV UTF-8” or .xlsx."),
    "import.binary": _("This is neither a text nor a workbook. Save it as “CSV UTF-8” or .xlsx."),
    "import.old_workbook": _(
        "This is an old workbook (.xls), or one that is locked by a password. Save it as .xlsx "
        "without a password."
    ),
    "import.not_a_workbook": _("The workbook cannot be read. Save it anew as .xlsx."),
    "import.unreadable": _(
        "The file could not be read within the limits of memory and time. Send fewer rows at once."
    ),
    "import.quotes": _(
        "From line %(line)s on, the quotation marks do not fit: one that opens is never closed."
    ),
    "import.too_many_rows": _("At most %(most)s rows are taken at once. Divide the file."),
    "import.too_many_columns": _("A table has at most %(most)s columns."),
    "import.no_name_column": _(
        "No column is called “名称” or “English name”, so nothing is known of the others. "
        "The first line says: %(found)s"
    ),
    "import.two_columns": _(
        "The columns “%(first)s” and “%(second)s” mean the same. Leave one of them out."
    ),
    "import.unknown_column": _("There is no column of the register called “%(column)s”."),
    "import.not_json": _("The answer is not JSON that we can read."),
    "import.no_list": _("There is no list of organizations at “%(at)s” of the answer."),
    # what is wrong in a row
    "import.formula": _("This cell is a formula. Put its value there instead."),
    "import.error_value": _("This cell holds an error of the spreadsheet, not a value."),
    "import.merged": _("This cell is part of merged cells. Split them, and fill in each row."),
    "import.rounded": _(
        "The spreadsheet has rounded this number. Format the column as text and type it again."
    ),
    "import.kind_missing": _("Say what kind of organization it is."),
    "import.unknown_kind": _("There is no such kind of organization."),
    "import.unknown_cluster": _("There is no such cluster."),
    "import.unknown_chain_stage": _("There is no such part of the chain."),
    "import.number_twice": _("Line %(line)s of the file has the same number."),
    "import.name_twice": _(
        "Line %(line)s of the file has the same name, and no credit codes tell the two apart."
    ),
    "import.number_registered": _("This number is registered already, for %(name)s."),
    "import.name_registered": _(
        "This name is registered already, and no credit codes tell the two apart."
    ),
    # what hinders an import
    "import.has_problems": _("Nothing is imported while a row is wrong. Rows that are: %(count)s."),
    "import.register_changed": _(
        "The register has changed since the file was checked. Check it again; nothing was written."
    ),
    "import.no_rows": _("Nothing stands below the headings. Choose the right file."),
    # proposals
    "proposals.applied": _("This proposal was applied already."),
    "proposals.declined": _("This proposal was declined already."),
    "proposals.replaced": _("A later proposal of the same source has taken the place of this one."),
    "proposals.expired": _("This proposal has expired. Check the file or pull the source again."),
    "proposals.entry_changed": _(
        "%(name)s has changed since this was proposed. Check or pull again; nothing was written."
    ),
    # pulls
    "pull.name_missing": _("Give the source a name, and an address or file that is not too long."),
    "pull.same_name": _("There is a source called %(name)s already."),
    "pull.term": _("Between two pulls lie between 1 and %(most)s hours."),
    "pull.too_many_sources": _("There are %(most)s sources already."),
    "pull.mapping_too_long": _("At most %(most)s headings are mapped, and places stay short."),
    "pull.file_name": _("Give the plain name of a file in the folder of pulls, without a path."),
    "pull.address": _("Give a web address that begins with https://, without a name or password."),
    "pull.host": _(
        "Nothing is pulled from %(host)s: the installation does not allow this host. Whoever runs "
        "it can name it in YUANQU_PULL_HOSTS."
    ),
    "pull.no_file": _("There is no file %(name)s in the folder of pulls."),
    "pull.status": _("The source answered with the status %(status)s."),
    "pull.no_answer": _("The source did not answer."),
    "pull.too_large": _("The answer is larger than %(most)s MB."),
    "pull.too_many_pages": _("The source has more than %(most)s pages."),
    "pull.several_of_this_name": _(
        "Several entries have this name, and no credit code says which is meant."
    ),
    "pull.same_entry": _("Line %(line)s means the same entry."),
    "pull.another_number": _("The register has another number for this entry: %(held)s."),
    # merging
    "organizations.is_merged": _("This entry was merged into %(name)s. Change that one."),
    "organizations.merged_with_itself": _("Choose two different entries."),
    "organizations.merged_with_another_sort": _(
        "Only entries of the same sort of party are merged, and never the park."
    ),
    "organizations.two_credit_codes": _(
        "The two have different credit codes, so they are two legal persons. Say that one was "
        "absorbed by the other, or correct the code that is wrong."
    ),
    "organizations.reason_missing": _("Give the reason, in at most %(most)s characters."),
    "organizations.unmerged_already": _("This merging was undone already."),
    # claiming
    "organizations.claim_of_nobody": _("Choose an organization of the register."),
    "organizations.claim_code_differs": _(
        "This credit code is not the one that the register has for this organization. Compare it "
        "with the licence, or choose another organization."
    ),
    "organizations.claimed_by_you": _("You administer this organization already."),
    "organizations.claim_waits": _(
        "The claim %(number)s of the same organization came first. Decide that one first."
    ),
    # acts, as the log of who acted lists them
    "organizations.imported": _("Imported organizations"),
    "organizations.exported": _("Exported the register"),
}
