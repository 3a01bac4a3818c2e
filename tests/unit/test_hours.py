"""When people may be written to: local time, quiet hours, and the two nights on which clocks change."""

import datetime as dt

import pytest

from scheduler.hours import Hours, moment

BRUSSELS = "Europe/Brussels"
HOURS = Hours(BRUSSELS)


def at(day: str, time: str, timezone: str = BRUSSELS) -> dt.datetime:
    return moment(timezone, dt.date.fromisoformat(day), dt.time.fromisoformat(time))


@pytest.mark.parametrize(
    ("day", "time", "decent"),
    [
        ("2026-05-12", "08:59:59", False),
        ("2026-05-12", "09:00", True),
        ("2026-05-12", "19:59:59", True),
        ("2026-05-12", "20:00", False),
        ("2026-05-12", "00:00", False),
        ("2026-05-17", "12:00", False),  # a Sunday
        ("2026-05-16", "12:00", True),
        ("2026-05-18", "09:00", True),
    ],
)
def test_nothing_at_night_and_nothing_on_sundays(day: str, time: str, decent: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    assert HOURS.decent(at(day, time)) is decent


def test_from_saturday_evening_it_waits_until_monday_morning() -> None:
    assert HOURS.begin(at("2026-05-16", "20:00")) == at("2026-05-18", "09:00")
    assert HOURS.end(at("2026-05-16", "12:00")) == at("2026-05-16", "20:00")
    assert HOURS.begin(at("2026-05-16", "12:00")) == at("2026-05-16", "12:00")


def test_nine_in_the_morning_is_nine_before_and_after_the_clocks_change() -> None:
    spring, autumn = at("2026-03-28", "21:00"), at("2026-10-24", "21:00")
    assert HOURS.begin(spring) == dt.datetime(2026, 3, 30, 7, tzinfo=dt.UTC)
    assert HOURS.begin(autumn) == dt.datetime(2026, 10, 26, 8, tzinfo=dt.UTC)
    assert at("2026-03-27", "09:00") == dt.datetime(2026, 3, 27, 8, tzinfo=dt.UTC)


def test_a_time_that_does_not_exist_is_an_hour_later_and_of_two_the_first_counts() -> None:
    assert at("2026-03-29", "02:30") == at("2026-03-29", "03:30")
    assert at("2026-10-25", "02:30") == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_quiet_hours_that_begin_or_end_in_the_hour_that_does_not_exist_or_comes_twice() -> None:
    hours = Hours(BRUSSELS, dt.time(22), dt.time(2, 30), quiet_days=())
    begin = hours.begin(at("2026-03-29", "01:00"))
    assert begin is not None
    assert hours.decent(begin)
    assert begin <= at("2026-03-29", "03:30")
    begin = hours.begin(at("2026-10-25", "01:00"))
    assert begin == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    late = Hours(BRUSSELS, dt.time(2, 30), dt.time(9), quiet_days=())
    end = late.end(at("2026-10-25", "01:00"))
    assert end == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert not late.decent(end + dt.timedelta(hours=1)), "the second half past two is in the quiet hours too"


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    siesta = Hours(BRUSSELS, dt.time(13), dt.time(15), quiet_days=())
    assert siesta.begin(at("2026-05-12", "14:00")) == at("2026-05-12", "15:00")
    assert siesta.end(at("2026-05-12", "15:00")) == at("2026-05-13", "13:00")
    always = Hours(BRUSSELS, dt.time(9), dt.time(9), quiet_days=())
    assert always.decent(at("2026-05-12", "03:00"))
    assert always.end(at("2026-05-12", "03:00")) is None
    assert Hours(BRUSSELS, quiet_days=range(1, 8)).begin(at("2026-05-12", "12:00")) is None


def test_the_same_moment_is_decent_in_one_town_and_night_in_another() -> None:
    noon = at("2026-05-12", "10:00", "Europe/Athens")
    assert Hours("Europe/Athens").decent(noon)
    assert not Hours("Atlantic/Azores").decent(noon)


@pytest.mark.parametrize("timezone", ["Europe/Athens", "Europe/Lisbon", "America/Sao_Paulo", "Asia/Kathmandu"])
def test_in_a_whole_year_every_stretch_begins_and_ends_where_the_clock_says_so(timezone: str) -> None:
    hours = Hours(timezone)
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for _ in range(313):
        begin = hours.begin(now)
        assert begin is not None
        end = hours.end(begin)
        assert end is not None
        assert (end - begin) == dt.timedelta(hours=11)
        assert not hours.decent(begin - dt.timedelta(seconds=1))
        assert hours.decent(end - dt.timedelta(seconds=1))
        now = end
