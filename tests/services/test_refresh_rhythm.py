"""When figures are asked for where a person leaves it to the program, or to nobody."""

from __future__ import annotations

from tests.services.test_refresh import ONE, bed, play
from usagebar_qt.domain.settings import Rhythm, Settings


def test_in_manual_mode_nothing_is_asked_by_itself_not_even_after_a_suspend() -> None:
    async def script() -> None:
        made = bed(3_000, settings=Settings(rhythm=Rhythm.MANUAL))
        made.sleeper.suspends[4] = 7_200.0
        made.service.start()
        await made.until_over()
        assert made.fetcher.asked == []
        assert made.service.next_look() is None

    play(script)


def test_in_adaptive_mode_an_open_popup_brings_the_next_look_nearer() -> None:
    async def script() -> None:
        made = bed(4_000, settings=Settings(rhythm=Rhythm.ADAPTIVE))

        def open_popup() -> None:
            if made.clock.monotonic() == 1_500:
                made.service.look_again()

        made.sleeper.before = open_popup
        made.service.start()
        await made.until_over()
        # News of figures without windows: known, at rest. At 1,500 s somebody looks: what is due by then is asked for.
        assert made.fetcher.times(ONE) == [0.0, 900.0, 1_500.0, 1_680.0, 2_580.0, 3_480.0]

    play(script)
