package io.cameletl.internal.console.desk;

import io.cameletl.internal.adapter.control.Caller;

/**
 * Somebody at the console.
 *
 * @param caller who they are, and their role
 * @param writes whether they may do anything at all: they are authenticated, and the console is not read-only
 */
public record Visitor(Caller caller, boolean writes) {}
