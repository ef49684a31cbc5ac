package io.cameletl;

/** What a table keeps of the versions of a row. */
public enum Strategy {
    /** The last one. */
    MERGE,
    /** Each, as a row of its own, once. */
    APPEND,
    /** Each, with the time from when and until when it was the one: a slowly changing dimension of type 2. */
    HISTORY
}
