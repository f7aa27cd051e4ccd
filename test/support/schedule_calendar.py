# When schedules come due by Python's own calendar and time zones, reckoned day by day and without knowing how Carrel does.
# Reads one JSON document, a list of cases; writes as many lines: how many instants there are, and a digest of them.

import calendar
import hashlib
import json
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones


def chosen(case, day, start):
    kind = case["kind"]
    if kind == "cron":
        weekday = (day.weekday() + 1) % 7
        return day.month in case["months"] and day.day in case["days"] and weekday in case["weekDays"]
    interval = case["interval"]
    if kind == "Day":
        return (day - start).days % interval == 0
    if kind == "Week":
        weeks = ((day - timedelta(day.weekday())) - (start - timedelta(start.weekday()))).days // 7
        return weeks % interval == 0 and day.isoweekday() in case["weekDays"]
    months = (day.year - start.year) * 12 + day.month - start.month
    last = calendar.monthrange(day.year, day.month)[1]
    return months % interval == 0 and (day.day in case["monthDays"] or day.day - last - 1 in case["monthDays"])


def instants(case):
    zone = ZoneInfo(case["zone"])
    start = datetime.fromisoformat(case["start"])
    first = int(start.replace(tzinfo=zone).astimezone(timezone.utc).timestamp())
    end = int(datetime(case["untilYear"], 1, 1, tzinfo=timezone.utc).timestamp())
    found = set()
    day = start.date() - timedelta(1)
    while day <= date(case["untilYear"], 1, 2):
        if day >= start.date() and chosen(case, day, start.date()):
            for hour in case["hours"]:
                for minute in case["minutes"]:
                    # The first of two, and after a gap as much later as the gap is long: what `fold=0` means.
                    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone, fold=0)
                    found.add(int(local.astimezone(timezone.utc).timestamp()))
        day += timedelta(1)
    return sorted(at for at in found if first <= at < end)


if sys.argv[1:] == ["zones"]:
    print(json.dumps(sorted(available_timezones())))
else:
    for case in json.load(sys.stdin):
        found = instants(case)
        print(len(found), hashlib.sha256(",".join(map(str, found)).encode()).hexdigest())
