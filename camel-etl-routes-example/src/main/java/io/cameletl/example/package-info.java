/**
 * A legacy user database synced into an identity database, while it keeps changing. The sync itself is in
 * {@code src/main/resources/camel}, its only Java is {@link io.cameletl.example.IdentityTransform}; everything else here
 * is the stage: servers, a busy source, the console.
 */
@NullMarked
package io.cameletl.example;

import org.jspecify.annotations.NullMarked;
