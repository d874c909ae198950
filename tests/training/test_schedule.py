# SPDX-License-Identifier: ISC
import types
import unittest

from schedule import Schedule


def schedule(seconds=0.0, elapsed=0.0, wall=200.0, **options):
    """The schedule of a training of 1,000 s, in a call that began after `seconds` and has gone on for `elapsed`."""
    args = dict(seconds=1000.0, steps=None, cooldown=0.4, rounded=0.2, rate=1.0, warmup=1, constant=0, last=False)
    state = types.SimpleNamespace(seconds=seconds, step=100, optimizer={"there": True})
    made = Schedule(types.SimpleNamespace(**(args | options)), state, wall)
    made.elapsed = lambda: elapsed
    state.seconds += elapsed
    return made


class Rates(unittest.TestCase):
    def test_constant_then_falling(self):
        for seconds, rate in ((100, 1.0), (600, 1.0), (800, 0.5), (900, 0.25)):
            self.assertAlmostEqual(schedule(seconds).rate(), rate, msg=seconds)

    def test_a_last_call_goes_on_from_the_rate_and_comes_to_zero(self):
        for elapsed, rate in ((0, 0.5), (50, 0.375), (100, 0.25)):
            self.assertAlmostEqual(schedule(800, elapsed, last=True).rate(), rate, places=2, msg=elapsed)
        self.assertLess(schedule(800, 199.9, last=True).rate(), 0.01)

    def test_a_last_call_that_is_the_whole_stays_before_it_falls(self):
        self.assertEqual(schedule(0, 100, last=True).rate(), 1.0)
        self.assertAlmostEqual(schedule(0, 160, last=True).rate(), 0.5, places=2)

    def test_the_call_ends_with_its_time_or_the_whole(self):
        self.assertTrue(schedule(100, 150).running())
        self.assertFalse(schedule(100, 201).running())
        self.assertFalse(schedule(1000).running())

    def test_weights_are_rounded_and_news_drawn_more_often_at_the_end(self):
        early, late = schedule(500), schedule(900)
        self.assertEqual((early.rounded(), late.rounded()), (False, True))
        self.assertGreater(late.domain_weights()[0], early.domain_weights()[0])
