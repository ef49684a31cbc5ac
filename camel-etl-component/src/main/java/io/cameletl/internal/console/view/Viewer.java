package io.cameletl.internal.console.view;

import org.jspecify.annotations.Nullable;

/**
 * Who looks, as far as a page shows it. What they may do to a pipeline is said by {@link PipelineLine#acts}.
 *
 * @param user their name; null for somebody who is not authenticated
 * @param readOnly whether nothing can be done here, by nobody
 * @param seesValues whether keys, cursors and the texts of errors are theirs to see
 * @param token to be sent with every form, as the field {@code token}; null where no form is taken
 * @param done what their last form came to, to be told at the top of the page; null when there is nothing to tell
 */
public record Viewer(
        @Nullable String user, boolean readOnly, boolean seesValues, @Nullable String token, @Nullable Done done) {}
