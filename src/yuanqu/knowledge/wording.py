"""The sentence for each refusal of knowledge, and for each way in which a file cannot be read."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    # files that cannot be read
    "knowledge.empty": _("There is no text in it. Choose the right file."),
    "knowledge.encoding": _(
        "The characters of this file cannot be read. Save it as UTF-8; GB 18030 (GBK) and UTF-16 "
        "are understood too."
    ),
    "knowledge.kind": _(
        "This sort of file is not read. There are: Markdown, text, HTML, PDF, OFD, Word (.docx, "
        ".doc, .wps), Excel, CSV and JSON Lines."
    ),
    "knowledge.no_text_layer": _(
        "This is a scan: its %(pages)s pages are pictures without text. Hand in the file that it "
        "was printed from, or one with recognized text."
    ),
    "knowledge.locked": _("The file is locked by a password. Take the password off first."),
    "knowledge.bomb": _("The file unpacks out of all proportion, so it is not opened."),
    "knowledge.damaged": _("The file is damaged and cannot be read. Save it anew."),
    "knowledge.limits": _(
        "The file could not be read within the limits of time and memory. Divide it, or try again."
    ),
    "knowledge.too_large": _("The file is larger than %(most)s MB. Divide it."),
    "knowledge.too_long": _("The text has more than %(most)s characters. Divide the file."),
    "knowledge.too_many_pages": _("The file has more than %(most)s pages. Divide it."),
    "knowledge.too_many_texts": _("The file holds more than %(most)s texts. Divide it."),
    "knowledge.table_too_large": _(
        "A table has at most %(rows)s rows and %(columns)s columns. Divide it."
    ),
    "knowledge.no_office": _(
        "Files like this (%(ending)s) are read with LibreOffice, which is not installed here. Save "
        "it as .docx, .xlsx or PDF, or ask whoever runs this installation to install it."
    ),
    "knowledge.by_command": _(
        "A table or list above %(most)s MB is added with the command `yuanqu knowledge add`."
    ),
    "knowledge.file_lost": _("The store has lost this file. Hand it in again."),
    "knowledge.gave_up": _("Reading it ended without a result %(times)s times. Divide the file."),
    "knowledge.front_matter": _("The front matter cannot be read: %(cause)s"),
    "knowledge.line": _("Line %(line)s cannot be read: %(cause)s"),
    "knowledge.faq_row": _("Row %(line)s has a question without an answer, or the reverse."),
    # what is stated
    "knowledge.no_day": _("This is not a day: “%(value)s”. Write it as 2024-03-01."),
    "knowledge.ends_before_it_begins": _("The last day lies before the first."),
    "knowledge.unknown_choice": _("There is no “%(value)s” to choose for “%(name)s”."),
    "knowledge.text_too_long": _("“%(name)s” has at most %(most)s characters."),
    "knowledge.address": _("An address begins with https:// or http://."),
    "knowledge.key": _("Give the document a key of at most %(most)s characters, or a title."),
    "knowledge.nothing_given": _("Choose a file, or paste the text."),
    "knowledge.file_or_text": _("Give either a file or a text, not both."),
    "knowledge.faq_question": _("Give the question, in at most %(most)s characters."),
    "knowledge.faq_answer": _("Give the answer, in at most %(most)s characters."),
    "knowledge.did_not_fail": _("Nothing went wrong with reading this, or it waits already."),
    # packs
    "knowledge.same_slug": _("There is a pack “%(slug)s” already. Choose another short name."),
    "knowledge.slug": _(
        "The short name is of small letters, digits and hyphens, at most %(most)s, and not “new” "
        "or “packs”."
    ),
    "knowledge.pack_name": _("Give the pack a Chinese name, of at most %(most)s characters."),
    "knowledge.pack_file": _("%(file)s: %(cause)s"),
    "knowledge.pack_file_missing": _("The folder has no file %(file)s."),
    "knowledge.another_owner": _("The pack “%(slug)s” belongs to somebody else."),
    "knowledge.unknown_owner": _("No organization of the register has the credit code %(code)s."),
    "knowledge.no_pack": _("There is no pack “%(slug)s”."),
    "knowledge.no_version": _("There is no version “%(id)s” of a document."),
    # acts, as the log of who acted lists them
    "knowledge.pack_added": _("Pack made"),
    "knowledge.document_added": _("Document added to a pack"),
    "knowledge.document_amended": _("What is stated of a document changed"),
    "knowledge.document_withdrawn": _("Document withdrawn from a pack"),
    "knowledge.faq_kept": _("Curated answer written"),
    "knowledge.faqs_kept": _("Curated answers written"),
}
