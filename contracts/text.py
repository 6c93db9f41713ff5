"""Free text and names: what must go into the vault before anything stands on a log."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

TEXT_CHARS_MAX = 20_000
"""Of a petition's text, and of every other free text."""
LINE_CHARS_MAX = 200
"""Of a title, a phone number, an address; not shorter than a reference into the vault."""
NAMES_CHARS_MAX = 2_000
"""Of a petitioner's name: a joint petition lists several."""


class Vaulted:
    """Marks a field whose text goes into the vault; on the log it holds the reference instead."""


def plain(text: str) -> str:
    """A name or address as it is compared: NFKC, without blanks (E60)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def normalised(text: str) -> str:
    """The text in NFC; raises the error `text_not_allowed` for NUL, which no database keeps."""
    if "\x00" in text:
        raise PydanticCustomError("text_not_allowed", "the text holds a character that is refused")
    return unicodedata.normalize("NFC", text)


PlainText = Annotated[str, Field(max_length=LINE_CHARS_MAX), AfterValidator(normalised)]
"""One line from outside that is no personal data: a number, a media type."""
Text = Annotated[str, Vaulted(), Field(max_length=TEXT_CHARS_MAX), AfterValidator(normalised)]
"""Free text or a name: text from outside; on the log a reference, or "" where it was blank."""
Line = Annotated[str, Vaulted(), Field(max_length=LINE_CHARS_MAX), AfterValidator(normalised)]
"""As `Text`, one line of it."""
Names = Annotated[str, Vaulted(), Field(max_length=NAMES_CHARS_MAX), AfterValidator(normalised)]
"""As `Text`, one name or several."""
