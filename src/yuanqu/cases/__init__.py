"""One way to apply: form, submission, one list of corrections, review, publicity, decision."""
