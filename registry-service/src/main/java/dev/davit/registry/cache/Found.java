package dev.davit.registry.cache;

/** What came of looking for what a client wants. */
enum Found {
    /** It was sent already. */
    ANSWERED,
    /** It was there a moment ago. */
    HELD,
    /** There is none, or what is held has to be looked at. */
    UNKNOWN
}
