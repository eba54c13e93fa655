//! What to send next, and what an answer means for the outbox.
