"""Drift over time: what one episode is, when it grows, and how it ended.

quiet     what noise rules take out of a plan's changes
episode   what drifts on a stack, from check to check
ending    why a resource no longer drifts, judged with evidence
headline  an episode in few words, as parts that a page can translate
calendar  a year of checks, one character a day
"""
