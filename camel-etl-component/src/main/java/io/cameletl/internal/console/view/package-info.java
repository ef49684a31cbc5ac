/**
 * What the console shows, as records: the answers of its JSON API are exactly these. No SQL, no HTML and no Camel is
 * here, and nobody is asked anything.
 */
@NullMarked
package io.cameletl.internal.console.view;

import org.jspecify.annotations.NullMarked;
