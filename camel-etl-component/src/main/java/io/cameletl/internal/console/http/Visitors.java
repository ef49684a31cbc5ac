package io.cameletl.internal.console.http;

import io.cameletl.internal.adapter.control.Caller;
import io.cameletl.internal.adapter.control.Role;
import io.cameletl.internal.adapter.control.Roles;
import io.cameletl.internal.console.desk.Visitor;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.engine.driver.Actor.Way;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Who makes a request, and what they may do. */
final class Visitors {
    private final Supplier<Roles> roles;
    private final HttpSettings settings;

    Visitors(Supplier<Roles> roles, HttpSettings settings) {
        this.roles = roles;
        this.settings = settings;
    }

    /** @throws ProblemException when they may not even look */
    Visitor looking(Request request, Way way) throws ProblemException {
        Caller caller = request.user().isEmpty() ? anybody(way) : known(request, way);
        if (caller.role() == Role.NONE) {
            throw refused(request, "see the pipelines");
        }
        return new Visitor(caller, !settings.readOnly() && !request.user().isEmpty());
    }

    /** Who has not said who they are may look where everybody may, and nothing else, whatever the options say. */
    private Caller anybody(Way way) {
        boolean everybody = roles.get().viewers().contains("*");
        return new Caller(new Actor("anybody", way), everybody ? Role.VIEW : Role.NONE);
    }

    private Caller known(Request request, Way way) {
        Set<String> names = new HashSet<>(request.user());
        names.addAll(request.groups());
        Roles given = roles.get();
        return new Caller(
                given.caller(request.user(), way).actor(),
                given.caller(names, way).role());
    }

    /** @throws ProblemException when nobody, or not they, may do anything here */
    Visitor writing(Request request, Way way) throws ProblemException {
        if (settings.readOnly()) {
            throw new ProblemException(
                    403, "Read-only", "This console is read-only: nothing can be done here. " + settings.advice());
        }
        if (request.user().isEmpty()) {
            throw refused(request, "do anything");
        }
        return looking(request, way);
    }

    private ProblemException refused(Request request, String what) {
        return request.user().isEmpty()
                ? new ProblemException(
                        401, "Who are you?", "To " + what + ", you must be authenticated. " + settings.advice())
                : new ProblemException(
                        403,
                        "Not your role",
                        "To " + what
                                + " needs a role, which is given by the options viewers, operators and repairers.");
    }
}
