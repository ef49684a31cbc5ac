package io.cameletl.internal.adapter.control;

import io.cameletl.internal.adapter.control.RefusedException.Reason;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.outlet.Outlet;
import java.util.concurrent.Callable;

/** Who may do something to a pipeline now, and what is said and logged when they may not, or it fails. Thread-safe. */
final class Admission {
    private static final Log LOG = Log.of(Admission.class);

    private final String pipeline;
    private final RateLimit actions = RateLimit.usual();
    private final RateLimit denials = RateLimit.usual();

    Admission(String pipeline) {
        this.pipeline = pipeline;
    }

    /** Who may not do it takes nothing away from those who may. */
    void admit(Caller caller, Role needed, String what) {
        require(caller, needed, what);
        if (!actions.allows()) {
            throw new RefusedException(
                    Reason.RATE,
                    Outlet.text(
                            pipeline,
                            "pipeline \"" + pipeline + "\": " + what + " was not done: " + RateLimit.USUAL
                                    + " operations in a minute are as many as this process takes for it. Try again in a"
                                    + " minute"));
        }
    }

    void require(Caller caller, Role needed, String what) {
        try {
            caller.require(needed, pipeline, what);
        } catch (RefusedException e) {
            if (denials.allows()) {
                LOG.warn(
                        pipeline,
                        "pipeline \"{}\": {} asked by {} for what needs another role: {}",
                        pipeline,
                        caller.actor().name(),
                        caller.actor().way(),
                        what);
            }
            throw e;
        }
    }

    <T> T asked(Caller caller, Callable<T> question) {
        try {
            return question.call();
        } catch (Exception e) {
            String why = Outlet.message(pipeline, String.valueOf(e.getMessage()), e);
            LOG.warn(
                    pipeline,
                    "pipeline \"{}\": {} asked by {} for what could not be done: {}",
                    pipeline,
                    caller.actor().name(),
                    caller.actor().way(),
                    why);
            LOG.debug(pipeline, "pipeline \"{}\": could not be done", pipeline, e);
            throw new RefusedException(
                    Reason.FAILED,
                    caller.seesValues()
                            ? why
                            : Outlet.text(
                                    pipeline,
                                    "pipeline \"" + pipeline + "\": it could not be done, and the log says why ("
                                            + caller.shown(why) + ")"));
        }
    }
}
