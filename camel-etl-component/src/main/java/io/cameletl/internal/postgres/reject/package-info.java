/**
 * Bad records: how they are found, named and counted. Which statement they failed in is not known here.
 */
@NullMarked
package io.cameletl.internal.postgres.reject;

import org.jspecify.annotations.NullMarked;
