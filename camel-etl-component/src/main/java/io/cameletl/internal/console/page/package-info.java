/**
 * What is seen of the console: HTML of its views, by templates in {@code src/main/jte} that escape by themselves, with one
 * style sheet and one script. No SQL and no HTTP is here, and nothing is decided about pipelines.
 */
@NullMarked
package io.cameletl.internal.console.page;

import org.jspecify.annotations.NullMarked;
