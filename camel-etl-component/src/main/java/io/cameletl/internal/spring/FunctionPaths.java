package io.cameletl.internal.spring;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;

/** Collects the paths of functional routes, each below those that it is nested in. */
final class FunctionPaths implements RouterFunctions.Visitor, RequestPredicates.Visitor {
    private final Collection<String> found;
    private final Deque<String> outer = new ArrayDeque<>();
    private String path = "";

    FunctionPaths(Collection<String> found) {
        this.found = found;
    }

    private String below(RequestPredicate predicate) {
        path = "";
        predicate.accept(this);
        return (outer.isEmpty() ? "" : outer.peek()) + path;
    }

    @Override
    public void startNested(RequestPredicate predicate) {
        outer.push(below(predicate));
    }

    @Override
    public void endNested(RequestPredicate predicate) {
        outer.pop();
    }

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
        found.add(below(predicate));
    }

    /** Also of one of several that are joined by "or": each is found. */
    @Override
    public void path(String pattern) {
        if (!path.isEmpty()) {
            found.add((outer.isEmpty() ? "" : outer.peek()) + path);
        }
        path = pattern;
    }

    @Override
    public void resources(Function<ServerRequest, Optional<Resource>> lookup) {}

    @Override
    public void attributes(Map<String, Object> attributes) {}

    @Override
    public void unknown(RouterFunction<?> routes) {}

    @Override
    public void unknown(RequestPredicate predicate) {}

    @Override
    public void method(Set<HttpMethod> methods) {}

    @Override
    public void pathExtension(String extension) {}

    @Override
    public void header(String name, String value) {}

    @Override
    public void param(String name, String value) {}

    @Override
    public void startAnd() {}

    @Override
    public void and() {}

    @Override
    public void endAnd() {}

    @Override
    public void startOr() {}

    @Override
    public void or() {}

    @Override
    public void endOr() {}

    @Override
    public void startNegate() {}

    @Override
    public void endNegate() {}
}
