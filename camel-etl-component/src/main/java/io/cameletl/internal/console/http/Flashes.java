package io.cameletl.internal.console.http;

import io.cameletl.internal.console.view.Done;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What forms came to, until the page that follows has told it. Only who sent the form is told. Thread-safe. */
final class Flashes {
    private static final int MOST = 200;

    private final Map<String, Flash> byId = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Flash> eldest) {
            return size() > MOST;
        }
    };

    private record Flash(Set<String> user, Done done) {}

    synchronized String keep(Set<String> user, Done done) {
        String id = UUID.randomUUID().toString();
        byId.put(id, new Flash(user, done));
        return id;
    }

    /** @return null when there is nothing to tell them */
    synchronized @Nullable Done of(Set<String> user, @Nullable String id) {
        Flash flash = id == null ? null : byId.get(id);
        return flash != null && flash.user.equals(user) ? flash.done : null;
    }
}
