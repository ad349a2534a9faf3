"""Reading what others send of the register: tables, their columns, and what is wrong in each row.

Nothing here writes. `tables`, `texts`, `workbooks` and `listings` need no Django, so that `aside`
can run them in a process of its own, with little memory and little time.
"""
