package io.cameletl.internal.adapter.control;

import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.engine.driver.Actor.Way;
import io.cameletl.internal.outlet.Outlet;

/**
 * Somebody who asks something of a pipeline.
 *
 * @param actor who it is
 * @param role what they may do
 */
public record Caller(Actor actor, Role role) {
    private static final String HIDDEN = "hidden: role repair";

    /** Nobody has said who asks: it is somebody of this process, or of this machine, who could do anything anyway. */
    public static Caller local(Way way) {
        return new Caller(new Actor("local", way), Role.REPAIR);
    }

    /** @return whether keys, cursors and texts of errors are theirs to see */
    public boolean seesValues() {
        return role.includes(Role.REPAIR);
    }

    /** @return a text with values in it, or for who may not see them that there is one */
    public String shown(String text) {
        return seesValues() ? text : HIDDEN;
    }

    /** @return the same for a text that is JSON */
    public String shownJson(String json) {
        return seesValues() ? json : '"' + HIDDEN + '"';
    }

    /** @throws RefusedException when the role does not include it */
    public void require(Role needed, String pipeline, String what) {
        if (!role.includes(needed)) {
            throw new RefusedException(
                    RefusedException.Reason.ROLE,
                    Outlet.text(
                            pipeline,
                            "pipeline \"" + pipeline + "\": " + what + " needs the role " + needed.text()
                                    + ", which is given by the options " + options(needed)
                                    + " of the component"));
        }
    }

    private static String options(Role needed) {
        return switch (needed) {
            case NONE, VIEW -> "viewers, operators and repairers";
            case OPERATE -> "operators and repairers";
            case REPAIR -> "repairers";
        };
    }
}
