package io.cameletl.internal.engine.pass;

/** How images of rows are hashed, on both sides alike. */
public enum Hashing {
    /** By the server's own hash of texts: quick, and the same only where both servers have one encoding and one such hash. */
    NATIVE,
    /** By MD5 of the text in UTF-8: the same on every server. */
    MD5
}
