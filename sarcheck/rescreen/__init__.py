"""Earlier verdicts and their orders under newer rules or on another day: screened anew only where that may matter.

A run of ``batch`` keeps what each screening asked of its ruleset and was answered (``tape``), and what the run rested
on (``base``). Where nothing that all orders share changed, and the same questions get the same answers, the verdict
stands (``changes``); everything else is screened anew. Where there is no such record, so is everything.
"""
