package io.cameletl.internal.adapter.management;

import io.cameletl.internal.adapter.control.Caller;
import io.cameletl.internal.adapter.control.Roles;
import io.cameletl.internal.engine.driver.Actor.Way;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AccessController;
import java.security.Principal;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Who calls an MBean. A connector that authenticates lets the call be done as a subject with the client's names. Without
 * one the caller is in this process, came by the attach API as the process's own user, or over a connector that lets
 * everybody in.
 */
final class JmxCaller {
    /** {@code Subject.current()}, since Java 18; null before. */
    private static final @Nullable MethodHandle CURRENT = current();

    private JmxCaller() {}

    /** @param roles whose names count */
    static Caller now(Roles roles) {
        Subject subject = subject();
        if (subject == null) {
            return Caller.local(Way.JMX);
        }
        Set<String> names =
                subject.getPrincipals().stream().map(Principal::getName).collect(Collectors.toUnmodifiableSet());
        return roles.caller(names, Way.JMX);
    }

    @SuppressWarnings("removal") // what Java 17 has instead of Subject.current()
    private static @Nullable Subject subject() {
        MethodHandle current = CURRENT;
        if (current == null) {
            return Subject.getSubject(AccessController.getContext());
        }
        try {
            return (Subject) current.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("cannot tell who calls", e);
        }
    }

    private static @Nullable MethodHandle current() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(Subject.class, "current", MethodType.methodType(Subject.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }
}
