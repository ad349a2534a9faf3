"""From a file to its text, apart from everything else.

Nothing here knows of Django or the database: it runs in a process of its own, under limits.
"""
