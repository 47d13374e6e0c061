"""Many at once on one expired sign-in: `python -m tests.crash.crowd --rounds 50 --ours 20 --claude 2 --savers 2`.

The service must be asked once, whoever asks it, everybody must end with figures, and no save of anybody may be lost.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.bed import Bed
from tests.upstream import Upstream

CLAUDE_CODE = Path(__file__).with_name("claude_code.py")
SPREAD_SECONDS = 0.5
"""Within so long of each other the processes begin: about what a start takes."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who takes part in one round."""

    ours: int
    claude: int = 0
    savers: int = 0
    saves: int = 40
    """By each saver."""
    shares_state: bool = True
    """False: ours know nothing of each other (another home, a container), so that Claude Code's locks alone part them."""


@dataclass
class Outcome:
    """Of some rounds."""

    rounds: int = 0
    posts: int = 0
    refused: int = 0
    """A spent token was sent again: the harm that locks prevent."""
    by_ours: int = 0
    by_claude: int = 0
    lost_sign_ins: int = 0
    lost_saves: int = 0
    saves: int = 0
    without_figures: int = 0
    torn: int = 0
    left_behind: int = 0
    faults: list[str] = field(default_factory=list)

    def is_clean(self) -> bool:
        bad = self.refused + self.lost_sign_ins + self.lost_saves + self.without_figures + self.torn + self.left_behind
        return bad == 0 and self.posts == self.rounds

    def table(self) -> str:
        rows = [(name.replace("_", " "), value) for name, value in vars(self).items() if name != "faults"]
        return "\n".join([*(f"{name:<20}{value}" for name, value in rows), *self.faults])


def gather(root: Path, crowd: Crowd, rounds: int, outcome: Outcome, seed: int = 0) -> Outcome:
    """Plays the rounds."""
    chance = random.Random(seed)
    for _ in range(rounds):
        outcome.rounds += 1
        with Upstream() as upstream:
            _play(Bed(root / f"home-{outcome.rounds}", upstream), crowd, outcome, chance)
    return outcome


def _play(bed: Bed, crowd: Crowd, outcome: Outcome, chance: random.Random) -> None:
    token = bed.upstream.token
    token.delay = chance.uniform(0, 0.2)

    def claude(*words: str) -> subprocess.Popen[str]:
        delay = str(chance.uniform(0, SPREAD_SECONDS))
        command = [sys.executable, "-S", str(CLAUDE_CODE), words[0], str(bed.folder), words[1], delay]
        return subprocess.Popen(command, env={}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    others = [claude("save", str(crowd.saves)) for _ in range(crowd.savers)]
    others += [claude("renew", bed.env["USAGEBAR_CLAUDE_TOKEN_URL"]) for _ in range(crowd.claude)]
    states = [{} if crowd.shares_state else {"XDG_STATE_HOME": str(bed.home / f"state-{index}")} for index in range(crowd.ours)]
    ours = [bed.start(**state) for state in states]
    answers = [bed.answer_of(process) for process in ours]
    said = [bed.answer_of(process) for process in others]
    found = bed.found()
    outcome.posts += token.count
    outcome.refused += token.count - len(token.spent)
    claudes = sum(answer.out.strip() == '"renewed"' for answer in said)
    outcome.by_claude += claudes
    outcome.by_ours += len(token.spent) - claudes
    outcome.torn += not found.whole
    outcome.lost_sign_ins += not bed.is_good(found)
    outcome.saves += crowd.savers * crowd.saves
    outcome.lost_saves += crowd.savers * crowd.saves - found.saves
    left = [*bed.locks(), *bed.strangers(), *bed.notes()]
    outcome.left_behind += len(left)
    outcome.faults += [f"round {outcome.rounds}: left behind: {path.name}" for path in left]
    for answer in answers:
        if answer.code != 0 or answer.claude["state"] != "ok":
            outcome.without_figures += 1
            outcome.faults.append(f"round {outcome.rounds}: {answer.code} {answer.says} {answer.err}")
    for answer in said:
        if answer.code != 0 or json.loads(answer.out) not in ("renewed", "elsewhere", "saved"):
            outcome.faults.append(f"round {outcome.rounds}: Claude Code: {answer}")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--ours", type=int, default=20)
    parser.add_argument("--claude", type=int, default=0)
    parser.add_argument("--savers", type=int, default=0)
    parser.add_argument("--saves", type=int, default=40)
    parser.add_argument("--own-states", action="store_true")
    options = parser.parse_args()
    crowd = Crowd(options.ours, options.claude, options.savers, options.saves, shares_state=not options.own_states)
    with tempfile.TemporaryDirectory() as folder:
        outcome = gather(Path(folder), crowd, options.rounds, Outcome())
    print(outcome.table())
    return 0 if outcome.is_clean() else 1


if __name__ == "__main__":
    sys.exit(main())
