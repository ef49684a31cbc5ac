package io.cameletl.docs;

// tag::cursor[]
public record FeedCursor(long offset) {}
// end::cursor[]
