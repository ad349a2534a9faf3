"""A case tells contents that were erased on request from those whose period was over."""

from django.db import migrations, models

MOVES = [
    ("submit", "Submitted"),
    ("request_corrections", "Corrections asked for"),
    ("resubmit", "Corrections sent"),
    ("accept", "Accepted"),
    ("decline", "Not taken up"),
    ("start_review", "Review started"),
    ("start_publicity", "Publicity started"),
    ("return_to_review", "Returned to review"),
    ("decide", "Decided"),
    ("withdraw", "Withdrawn by the applicant"),
    ("deliver", "Decision delivered"),
    ("archive", "Archived"),
    ("assign", "Handed to a colleague"),
    ("object", "Objection made"),
    ("answer_objection", "Objection answered"),
    ("erase", "Contents erased after the retention period"),
    ("erase_on_request", "Contents erased on request"),
]
NAME = "event_code_is_known"


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases_and_notices")]

    operations = [
        migrations.RemoveConstraint("caseevent", NAME),
        migrations.AlterField("caseevent", "code", models.CharField(choices=MOVES, max_length=30)),
        migrations.AddConstraint(
            "caseevent",
            models.CheckConstraint(
                condition=models.Q(code__in=[code for code, _words in MOVES]), name=NAME
            ),
        ),
    ]
