"""Care: what others do not see of a note, and where somebody in danger finds help."""

from __future__ import annotations

from locales.messages.source import Source

MASKED = "One small line under a note's receipt, by the way, not a warning; “others”: everybody but the author."

SOURCES: dict[str, Source] = {
    "care.phone": Source("The phone number is not shown to others.", comment=MASKED),
    "care.email": Source("The e-mail address is not shown to others.", comment=MASKED),
    "care.link": Source("The link is not shown to others.", comment=MASKED),
    "care.several": Source("Phone numbers, addresses and links are not shown to others.", comment=MASKED),
    "care.waiting": Source(
        "Others see this note once a facilitator has looked at it.",
        comment="In the menu of a note that may name somebody.",
    ),
    "care.listen": Source(
        "If somebody is hurting you, or life feels too heavy: you are not alone. You can talk to someone, for free:",
        comment="To somebody who may be in danger. Warm, calm, short; no diagnosis, no frightening words (never "
        "“suicide”). The numbers follow on the next line.",
    ),
    "care.numbers": Source(
        "112 – in an emergency\n116 123 – someone who listens\n116 111 – for children and young people",
        comment="The European numbers: emergency, emotional support, child helpline. One a line.",
    ),
    "care.kept": Source(
        "Your note is kept like any other.", comment="After the numbers: nothing special is done with the note."
    ),
}
