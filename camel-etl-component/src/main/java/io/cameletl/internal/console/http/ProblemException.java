package io.cameletl.internal.console.http;

import io.cameletl.internal.console.view.Problem;

/** Why a request is not answered. */
final class ProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** @param says what is wrong and what to do, as it may leave */
    ProblemException(int status, String title, String says) {
        super(says, null, false, false);
        this.problem = new Problem(status, title, says);
    }

    Problem problem() {
        return problem;
    }
}
