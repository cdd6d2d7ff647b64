"""Every error Citedesk raises on purpose.

CitedeskError                      exit code  meaning
├── ConfigurationError                 2      a setting or argument is wrong
├── GateError                          1      a check refused to let something through
│   ├── MassDeletionError              1      a sync would remove many articles
│   ├── UnreadableIndexError           1      a sync cannot tell what it would remove
│   ├── CanaryError                    1      a staged release does not find its own articles
│   └── RegressionError                1      an evaluation got worse, or is not good enough
├── SourceError                        3      a source could not be read at all
│   └── BadArticlesError               3      files or records of a source are unusable (lists every one)
├── ReleaseError                       3      an index release is missing or damaged
│   ├── NoReleaseError                 3      nothing has been published yet
│   └── ReleaseMismatchError           3      a field of the release differs from what is expected
├── EncoderError                       2      an encoder could not be found, loaded or exported
├── NotFoundError                      2      an article or conversation that does not exist was asked for
├── UsageLimitError                    2      too many requests came, or too many messages
│   └── SignInLimitError               2      too many attempts to sign in were made
├── NotAllowedError                    2      a signature, key or sign-in that gives access is missing or wrong
├── ForbiddenError                     2      whoever asks is known, but may not do this
├── UnacceptablePasswordError          2      a password could be guessed
├── ConflictError                      2      what was asked for contradicts what is stored already
├── StoreError                         2      the database could not be reached, read or written
└── EvaluationError                    2      an evaluation data set or run is unusable
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class CitedeskError(Exception):
    """The root: its message says what is wrong, where, and how to mend it."""

    exit_code = 2
    code = "error"


class ConfigurationError(CitedeskError):
    """A setting or an argument is wrong."""

    code = "configuration"


class GateError(CitedeskError):
    """A check refused to let something through; what was live before is still live."""

    exit_code = 1
    code = "gate_failed"


class MassDeletionError(GateError):
    """A sync would remove more articles than a half-read source should be trusted with."""

    code = "mass_deletion"

    def __init__(self, removed: int, live: int, examples: Sequence[str]) -> None:
        self.removed, self.live = removed, live
        super().__init__(
            f"This sync would remove {removed} of {live} live articles (e.g. {', '.join(examples)}). "
            "Nothing was published. If they are meant to go, run it again with --allow-deletes; "
            "if not, name every source of the help centre in the one command and check that all could be read."
        )


class UnreadableIndexError(GateError):
    """The live index is damaged, so that it cannot be told which articles a sync would remove."""

    code = "unreadable_index"

    def __init__(self, damaged: Path) -> None:
        super().__init__(
            f"The live index cannot be read ('{damaged}' is missing or damaged), so that it cannot be told which "
            "articles this sync would remove. Nothing was published. Go back to a sound release with 'citedesk "
            "rollback RELEASE'; or, if the sources named are the whole help centre, run it again with --allow-deletes."
        )


class CanaryError(GateError):
    """A staged release does not find its own articles by their titles."""

    code = "canary_failed"


class RegressionError(GateError):
    """An evaluation got significantly worse than what it is compared with, or misses a floor; says which figures."""

    code = "regression"

    def __init__(self, failures: Sequence[str]) -> None:
        self.failures = tuple(failures)
        super().__init__(f"Not good enough to go live: {'; '.join(self.failures)}.")


class SourceError(CitedeskError):
    """A source could not be read at all."""

    exit_code = 3
    code = "source"


@dataclass(frozen=True, slots=True)
class Problem:
    """One unusable file or record: where it is, what is wrong with it and how to mend it."""

    path: str
    line: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.what} {self.remedy}"


class BadArticlesError(SourceError):
    """Files or records of a source are unusable; carries every one of them."""

    code = "bad_articles"

    def __init__(
        self, problems: Sequence[Problem], remedy: str = "Mend them, or pass --skip-bad to publish without them."
    ) -> None:
        self.problems = tuple(problems)
        count = f"{len(self.problems)} problem{'s' if len(self.problems) > 1 else ''}"
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(
            f"{count} in the sources; nothing was published and the live index is unchanged:\n{lines}\n{remedy}"
        )


class ReleaseError(CitedeskError):
    """An index release is missing or damaged."""

    exit_code = 3
    code = "release"


class NoReleaseError(ReleaseError):
    """Nothing has been published under this home yet."""

    code = "no_release"

    def __init__(self, home: Path) -> None:
        super().__init__(f"No index has been published under '{home}'. Run 'citedesk sync SOURCE --home {home}' first.")


class ReleaseMismatchError(ReleaseError):
    """A field of a release is not what it has to be."""

    code = "release_mismatch"

    def __init__(self, release: str, field: str, expected: object, found: object, remedy: str) -> None:
        self.field, self.expected, self.found = field, expected, found
        super().__init__(f"Index release {release}: {field} should be {expected!r} but is {found!r}. {remedy}")


class EncoderError(CitedeskError):
    """An encoder could not be found, loaded or exported."""

    code = "encoder"


class NotFoundError(CitedeskError):
    """Something that was asked for by its id does not exist."""

    code = "not_found"


class UsageLimitError(CitedeskError):
    """More came from one address, conversation or site than is allowed.

    `is_quota` tells an allowance for a day or longer that is used up from a rush that passes in a moment;
    `retry_after` is in seconds.
    """

    def __init__(self, retry_after: int, is_quota: bool) -> None:
        self.retry_after, self.is_quota = retry_after, is_quota
        self.code = "quota" if is_quota else "busy"
        super().__init__(
            "The allowance for today is used up. Please come back later, or talk to a person."
            if is_quota
            else f"A lot of messages have come just now. Please try again in {retry_after} s."
        )


class SignInLimitError(UsageLimitError):
    """More attempts to sign in came from one address, or at one account, than is allowed."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after, is_quota=False)
        minutes = -(-retry_after // 60)
        self.args = (f"There were many attempts to sign in. Please try again in {minutes} min.",)


class NotAllowedError(CitedeskError):
    """A signature or key that gives access is missing, wrong or out of date."""

    code = "not_allowed"


class ForbiddenError(CitedeskError):
    """Whoever asks is known, but may not do this, or not from there."""

    code = "forbidden"


class UnacceptablePasswordError(CitedeskError):
    """A password that is to be set could be guessed."""

    code = "unacceptable_password"


class ConflictError(CitedeskError):
    """What was asked for contradicts what is stored already."""

    code = "conflict"


class StoreError(CitedeskError):
    """The database could not be reached, read or written."""

    code = "store_unavailable"


class EvaluationError(CitedeskError):
    """An evaluation data set or run is unusable; the message names file and line."""

    code = "evaluation"
