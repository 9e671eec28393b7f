"""The six domains of the demonstration set, thirty intents in all, and the slots they share."""

from __future__ import annotations

from demo.domains.health import HEALTH
from demo.domains.home import HOME
from demo.domains.library import LIBRARY
from demo.domains.parcel import PARCEL
from demo.domains.telecom import TELECOM
from demo.domains.travel import TRAVEL

DOMAINS = (PARCEL, TRAVEL, TELECOM, HOME, LIBRARY, HEALTH)

SHARED_SLOTS = {
    "day": [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "the 14th",
        "the 3rd",
    ],
    "daypart": ["morning", "afternoon", "evening"],
    "today": ["today", "today", "tonight", "this {daypart}"],
    "time": ["7", "8.15", "9am", "10:30", "noon", "2pm", "half past three", "16:40", "5", "six", "9.30pm"],
    "ago": [
        "yesterday",
        "last {day}",
        "{number} days ago",
        "a week ago",
        "on {day}",
        "last month",
        "this {daypart}",
    ],
    "month": ["January", "March", "April", "June", "August", "October", "December"],
    "number": ["two", "three", "four", "five", "2", "3", "4", "10"],
    "person": [
        "my mum",
        "my husband",
        "my wife",
        "my son",
        "my daughter",
        "the cleaner",
        "a friend",
        "my dad",
    ],
    "event": ["the party", "the wedding", "Christmas", "the weekend", "a job interview", "my birthday"],
}

__all__ = ["DOMAINS", "SHARED_SLOTS"]
